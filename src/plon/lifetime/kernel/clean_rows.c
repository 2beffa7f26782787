/* Rows of a clean CSV straight into columns: no quotes, no blanks at edges, every day written with ten signs.
 *
 * Whatever is out of the ordinary, in one cell of a million, ends the work: the caller then reads
 * the file the thorough way, whose answer this one equals wherever it gives one.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { SKIP, TEXT, NAME, DAY, MINOR }; /* a NAME is a TEXT that is not empty */
enum { DIGITS_MAX = 13, PLACES = 2 }; /* of DECIMAL(15,2) */

typedef struct {
    void *values;     /* of TEXT its bytes, of DAY int32, of MINOR int64 */
    int32_t *offsets; /* of TEXT one more than rows; the first is 0 */
    int64_t kind;
} Column;

typedef struct {
    uint8_t separator, decimal, gap; /* gap: between the parts of a day */
    uint8_t year, month, day;        /* where each begins in a day */
    int32_t first_day, last_day;
} Reading;

static bool is_digit(uint8_t letter) { return letter >= '0' && letter <= '9'; }

/* Howard Hinnant's days_from_civil. */
static int32_t days_of(int32_t year, uint32_t month, uint32_t day) {
    year -= month <= 2;
    int32_t era = year / 400;
    uint32_t of_era = (uint32_t)(year - era * 400);
    uint32_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + (int32_t)(of_era * 365 + of_era / 4 - of_era / 100 + of_year) - 719468;
}

/* Return the number written with `size` digits; -1 where one is none. */
static int32_t digits_at(const uint8_t *cell, int size) {
    int32_t value = 0;
    for (int i = 0; i < size; i++) {
        if (!is_digit(cell[i])) return -1;
        value = 10 * value + (cell[i] - '0');
    }
    return value;
}

static bool take_day(const uint8_t *cell, int64_t size, const Reading *reading, int32_t *out) {
    static const uint8_t lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int first_gap = reading->year ? 2 : 4, second_gap = reading->year ? 5 : 7;
    if (size != 10 || cell[first_gap] != reading->gap || cell[second_gap] != reading->gap) {
        return false;
    }
    int32_t year = digits_at(cell + reading->year, 4);
    int32_t month = digits_at(cell + reading->month, 2), day = digits_at(cell + reading->day, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1]) return false;
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month == 2 && day == 29 && !is_leap) return false;
    *out = days_of(year, (uint32_t)month, (uint32_t)day);
    return *out >= reading->first_day && *out <= reading->last_day;
}

static bool take_minor(const uint8_t *cell, int64_t size, uint8_t decimal, int64_t *out) {
    const uint8_t *end = cell + size;
    bool is_minus = size && *cell == '-';
    cell += is_minus;
    int64_t value = 0;
    const uint8_t *start = cell;
    while (cell < end && is_digit(*cell)) value = 10 * value + (*cell++ - '0');
    if (cell == start || cell - start > DIGITS_MAX) return false;
    int places = 0;
    if (cell < end && *cell == decimal) {
        start = ++cell;
        for (; cell < end && is_digit(*cell); cell++, places++) {
            if (places < PLACES) value = 10 * value + (*cell - '0');
            else if (*cell != '0') return false;
        }
        if (cell == start) return false;
    }
    for (; places < PLACES; places++) value *= 10;
    *out = is_minus ? -value : value;
    return cell == end;
}

/* A text without blanks or odd signs at its edges; an empty one stays empty. */
static bool is_bare(const uint8_t *cell, int64_t size) {
    return !size || (cell[0] > ' ' && cell[size - 1] > ' ');
}

static bool take_cell(
    const uint8_t *cell, int64_t size, Column *column, int64_t row, const Reading *reading
) {
    if (column->kind == DAY) return take_day(cell, size, reading, (int32_t *)column->values + row);
    if (column->kind == MINOR) {
        return take_minor(cell, size, reading->decimal, (int64_t *)column->values + row);
    }
    if (column->kind == SKIP) return true;
    int32_t start = column->offsets[row];
    memcpy((uint8_t *)column->values + start, cell, (size_t)size);
    column->offsets[row + 1] = start + (int32_t)size;
    return is_bare(cell, size) && (size || column->kind == TEXT);
}

/* Return the rows from `begin` to `end`, which is behind a line feed or the last letter; -1 where
 * one is out of the ordinary. */
int64_t plon_clean_rows(
    const uint8_t *begin, const uint8_t *end, int64_t width, Column *columns, const Reading *reading
) {
    const uint8_t *at = begin;
    int64_t row = 0;
    if (memchr(begin, '"', (size_t)(end - begin))) return -1;
    for (int64_t i = 0; i < width; i++) {
        if (columns[i].offsets) columns[i].offsets[0] = 0;
    }
    while (at < end) {
        for (int64_t i = 0; i < width; i++) {
            uint8_t stop = i + 1 < width ? reading->separator : '\n';
            const uint8_t *cell = at, *next = cell;
            while (next < end && *next != reading->separator && *next != '\n') next++;
            if (next < end ? *next != stop : stop != '\n') return -1;
            const uint8_t *edge = next;
            if (stop == '\n' && edge > cell && edge[-1] == '\r') edge--;
            if (!take_cell(cell, edge - cell, &columns[i], row, reading)) return -1;
            at = next + 1;
        }
        row++;
    }
    return row;
}

/* Rows of a table as lines of CSV: straight from Arrow's buffers, without an object a cell.
 *
 * Equal, byte by byte, to what Arrow's own functions make of the same rows (value/services): reals
 * have six decimals, rounded to the nearest and halves to the even; what is null or not finite is
 * empty; a text that a spreadsheet would take for a formula begins with an apostrophe.
 */
#include <stdint.h>
#include <string.h>

enum { INT8, INT32, INT64, DAY, REAL, TEXT, BOOL };
enum { DECIMALS = 1000000, DAY_MIN = -719528, DAY_MAX = 2932896 }; /* years 0000 to 9999 */
static const double REAL_MAX = 1e12;

typedef struct {
    const void *values;     /* the first row's; of a text its bytes, of BOOL bits as in `valid` */
    const int32_t *offsets; /* of a text, the first row's */
    const uint8_t *valid;   /* bits; NULL where nothing is null */
    int64_t bit;            /* of the first row, in bits */
    int64_t kind;
} Cells;

static char *put_digits(char *out, uint64_t value) {
    char back[20];
    int length = 0;
    do {
        back[length++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (length) *out++ = back[--length];
    return out;
}

static char *put_width(char *out, uint32_t value, int width) {
    for (int i = width - 1; i >= 0; i--, value /= 10) out[i] = (char)('0' + value % 10);
    return out + width;
}

static char *put_whole(char *out, int64_t value) {
    if (value >= 0) return put_digits(out, (uint64_t)value);
    *out++ = '-';
    return put_digits(out, 0 - (uint64_t)value);
}

/* Howard Hinnant's civil_from_days, on years that begin in March. */
static char *put_day(char *out, int32_t day) {
    if (day < DAY_MIN || day > DAY_MAX) return NULL;
    uint32_t z = (uint32_t)(day + 719468 + 146097); /* from 1 March of the year -400 on */
    uint32_t era = z / 146097, of_era = z % 146097;
    uint32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    uint32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    uint32_t part = (5 * of_year + 2) / 153;
    uint32_t month = part < 10 ? part + 3 : part - 9;
    out = put_width(out, year + 400 * era - 400 + (month <= 2), 4);
    *out++ = '-';
    out = put_width(out, month, 2);
    *out++ = '-';
    return put_width(out, of_year - (153 * part + 2) / 5 + 1, 2);
}

/* Return |value| in millionths, exactly rounded; |value| < REAL_MAX. */
static uint64_t millionths(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff);
    uint64_t mantissa = bits & ((UINT64_C(1) << 52) - 1);
    if (exponent) mantissa |= UINT64_C(1) << 52;
    int shift = 1075 - (exponent ? exponent : 1); /* value = mantissa / 2^shift, shift > 0 */
    unsigned __int128 scaled = (unsigned __int128)mantissa * DECIMALS;
    if (shift > 100) return 0; /* below a millionth's half: mantissa · 10^6 < 2^73 */
    unsigned __int128 half = (unsigned __int128)1 << (shift - 1);
    unsigned __int128 rest = scaled & (half * 2 - 1);
    uint64_t whole = (uint64_t)(scaled >> shift);
    return whole + (rest > half || (rest == half && whole % 2));
}

static char *put_real(char *out, double value, char decimal) {
    if (value != value || value - value != 0) return out; /* not a number, or endless */
    if (value >= REAL_MAX || value <= -REAL_MAX) return NULL;
    uint64_t parts = millionths(value);
    if (value < 0 && parts) *out++ = '-';
    out = put_digits(out, parts / DECIMALS);
    *out++ = decimal;
    return put_width(out, (uint32_t)(parts % DECIMALS), 6);
}

static char *put_text(char *out, const char *text, int64_t length, char separator) {
    int must_quote = 0;
    for (int64_t i = 0; i < length; i++)
        must_quote |= (text[i] == '"') | (text[i] == '\r') | (text[i] == '\n') |
                      (text[i] == separator);
    if (must_quote) *out++ = '"';
    if (length && text[0] && strchr("=+-@\t\r\n", text[0])) *out++ = '\'';
    if (!must_quote) {
        memcpy(out, text, (size_t)length);
        return out + length;
    }
    for (int64_t i = 0; i < length; i++) {
        if (text[i] == '"') *out++ = '"';
        *out++ = text[i];
    }
    *out++ = '"';
    return out;
}

static int is_set(const void *bits, int64_t place) {
    return ((const uint8_t *)bits)[place >> 3] >> (place & 7) & 1;
}

static char *put_word(char *out, const char *word) {
    size_t length = strlen(word);
    memcpy(out, word, length);
    return out + length;
}

static char *put_cell(char *out, const Cells *cells, int64_t row, char separator, char decimal) {
    if (cells->valid && !is_set(cells->valid, cells->bit + row)) return out;
    switch (cells->kind) {
    case INT8: return put_whole(out, ((const int8_t *)cells->values)[row]);
    case INT32: return put_whole(out, ((const int32_t *)cells->values)[row]);
    case INT64: return put_whole(out, ((const int64_t *)cells->values)[row]);
    case DAY: return put_day(out, ((const int32_t *)cells->values)[row]);
    case BOOL: return put_word(out, is_set(cells->values, cells->bit + row) ? "true" : "false");
    case REAL: return put_real(out, ((const double *)cells->values)[row], decimal);
    default:
        return put_text(out, (const char *)cells->values + cells->offsets[row],
                        cells->offsets[row + 1] - cells->offsets[row], separator);
    }
}

/* Write rows [start, stop) of the columns, each line with its end, and return how many bytes that
 * were; -1 for a number or a day too large. `out` has room for 25 bytes a cell, and for a text
 * three more and twice its length. */
int64_t plon_csv_lines(const Cells *columns, int64_t count, int64_t start, int64_t stop,
                       int separator, int decimal, char *out) {
    char *begin = out;
    for (int64_t row = start; row < stop; row++) {
        for (int64_t column = 0; column < count; column++) {
            if (column) *out++ = (char)separator;
            out = put_cell(out, &columns[column], row, (char)separator, (char)decimal);
            if (!out) return -1;
        }
        *out++ = '\r';
        *out++ = '\n';
    }
    return out - begin;
}

#include "columns.h"

#include <math.h>

#define MONEY_MAX 9.0e15 /* every whole number below is exact in a double */
#define NEARLY_HALF 0.5001 /* why not 0.5: history/conversions.py */

static void read_codes(const Columns *columns, int64_t low, Tile *tile) {
    int32_t bad = 0;
    if (columns->customer_kind == ID_INT32) {
        const int32_t *ids = (const int32_t *)columns->customer + low;
        for (int i = 0; i < tile->rows; i++) {
            tile->code[i] = ids[i];
            bad |= (uint32_t)ids[i] >= (uint64_t)columns->limit;
        }
    } else {
        const int64_t *ids = (const int64_t *)columns->customer + low;
        for (int i = 0; i < tile->rows; i++) {
            tile->code[i] = (int32_t)ids[i];
            bad |= (uint64_t)ids[i] >= (uint64_t)columns->limit;
        }
    }
    tile->bad |= bad;
}

static int32_t day_of(int64_t ticks, int64_t per_day) {
    int64_t day = ticks / per_day;
    return (int32_t)(day - (day * per_day > ticks));
}

static int is_between(const Columns *columns, int at, int64_t tick) {
    return tick >= columns->starts[at] &&
           (at + 1 == columns->transitions || tick < columns->starts[at + 1]);
}

static int transition_of(const Columns *columns, int64_t tick) {
    int low = 0, high = columns->transitions;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (tick < columns->starts[middle])
            high = middle;
        else
            low = middle;
    }
    return low;
}

static void read_days(const Columns *columns, int64_t low, Tile *tile) {
    if (columns->day_kind == DAY_DATE32) {
        const int32_t *days = (const int32_t *)columns->day + low;
        for (int i = 0; i < tile->rows; i++) tile->day[i] = days[i];
        return;
    }
    const int64_t *ticks = (const int64_t *)columns->day + low;
    int64_t per_day = columns->ticks_per_day;
    int at = tile->transition;
    for (int i = 0; i < tile->rows; i++) {
        int64_t tick = ticks[i];
        if (columns->transitions) {
            if (!is_between(columns, at, tick)) at = transition_of(columns, tick);
            tick += columns->offsets[at];
        }
        tile->day[i] = day_of(tick, per_day);
    }
    tile->transition = at;
}

static void read_doubles(const double *amounts, Tile *tile) {
    int32_t bad = 0;
    for (int i = 0; i < tile->rows; i++) {
        double size = floor(fabs(amounts[i]) * 100.0 + NEARLY_HALF); /* halves away from zero */
        int is_money = size < MONEY_MAX; /* false for NaN too */
        bad |= !is_money;
        size = is_money ? size : 0.0;
        tile->minor[i] = (int64_t)(amounts[i] < 0 ? -size : size);
    }
    tile->bad |= bad ? 2 : 0;
}

static void read_decimals(const Columns *columns, int64_t low, Tile *tile) {
    const int64_t *words = (const int64_t *)columns->amount + 2 * low;
    int64_t times = 1;
    uint64_t divisor = 1;
    for (int s = columns->scale; s < 2; s++) times *= 10;
    for (int s = columns->scale; s > 2; s--) divisor *= 10;
    int64_t most = (int64_t)MONEY_MAX / times;
    for (int i = 0; i < tile->rows; i++) {
        int64_t digits = words[2 * i];
        uint64_t whole = digits < 0 ? -(uint64_t)digits : (uint64_t)digits;
        int64_t size = (int64_t)(divisor == 1 ? whole : (whole + divisor / 2) / divisor);
        int is_money = words[2 * i + 1] == (digits >> 63) && size >= 0 && size < most;
        size = is_money ? size * times : 0;
        tile->bad |= is_money ? 0 : 2;
        tile->minor[i] = digits < 0 ? -size : size;
    }
}

static void read_whole(const Columns *columns, int64_t low, Tile *tile) {
    const int64_t *amounts = (const int64_t *)columns->amount + low;
    int64_t times = columns->scale == 0 ? 100 : 1;
    int64_t most = (int64_t)MONEY_MAX / times;
    int32_t bad = 0;
    for (int i = 0; i < tile->rows; i++) {
        int is_money = amounts[i] < most && amounts[i] > -most;
        bad |= !is_money;
        tile->minor[i] = is_money ? amounts[i] * times : 0;
    }
    tile->bad |= bad ? 2 : 0;
}

static void read_amounts(const Columns *columns, int64_t low, Tile *tile) {
    const void *amount = columns->amount;
    int kind = columns->amount_kind;
    if (kind == MINOR_DOUBLE) read_doubles((const double *)amount + low, tile);
    if (kind == MINOR_DECIMAL128) read_decimals(columns, low, tile);
    if (kind == MINOR_INT64) read_whole(columns, low, tile);
    if (kind == MINOR_NONE)
        for (int i = 0; i < tile->rows; i++) tile->minor[i] = 0;
}

void plon_read_tile(const Columns *columns, int64_t low, Tile *tile) {
    int64_t left = columns->rows - low;
    tile->rows = (int32_t)(left < TILE ? left : TILE);
    tile->bad = 0;
    read_codes(columns, low, tile);
    read_days(columns, low, tile);
    read_amounts(columns, low, tile);
}

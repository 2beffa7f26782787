/* A batch of sales as Arrow keeps it, without copies, read in tiles that stay in the cache. */
#ifndef PLON_COLUMNS_H
#define PLON_COLUMNS_H
#include <stdint.h>

enum { TILE = 1024 };
enum { ID_INT32 = 0, ID_INT64 = 1 };
enum { DAY_DATE32 = 0, DAY_TICKS = 1 };
enum { MINOR_NONE = 0, MINOR_DOUBLE = 1, MINOR_INT64 = 2, MINOR_DECIMAL128 = 3 };

/* Codes are `customer` less nothing: numbers in [0, limit). Times are ticks since 1970 UTC; in a
 * zone, offsets[i] ticks are added from starts[i] on (transitions of them; the first also holds
 * before its start). Decimals have `scale` digits behind the point; so do whole numbers: 0 in major
 * units, 2 in minor ones. */
typedef struct {
    const void *customer;
    const void *day;
    const void *amount;
    const int64_t *starts;
    const int64_t *offsets;
    int64_t rows;
    int64_t ticks_per_day;
    int64_t limit;
    int32_t customer_kind;
    int32_t day_kind;
    int32_t amount_kind;
    int32_t scale;
    int32_t transitions;
    int32_t until; /* later days are left out */
} Columns;

typedef struct {
    int32_t code[TILE];
    int32_t day[TILE];
    int64_t minor[TILE];
    int32_t rows;
    int32_t bad; /* 1: an id outside [0, limit); 2: an amount that is no money */
    int32_t transition; /* of the last moment; 0 at a batch's beginning */
} Tile;

/* Read rows [low, low + TILE) of the batch; the caller sets transition to 0 before the first. */
void plon_read_tile(const Columns *columns, int64_t low, Tile *tile);
#endif

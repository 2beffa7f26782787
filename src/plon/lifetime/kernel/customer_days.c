/* Sales in any order to customer-days: rows are collected, put into buckets by customer, each
 * bucket sorted by day and equal days added. Exact integers; the order of rows does not matter. */
#include "columns.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    int32_t code;
    int32_t day;
    int64_t minor;
} Row;

typedef struct {
    int32_t day;
    int32_t is_return; /* 1 where one of the rows merged is a return */
    int64_t minor;
} Entry;

/* Append a batch to `rows`. With `wanted`, only codes with a non-zero byte there. Return how many
 * were added; -1 where an id, -2 where an amount is bad. */
int64_t plon_rows_collect(const Columns *columns, const uint8_t *wanted, Row *rows) {
    int64_t count = 0;
    Tile tile;
    tile.transition = 0;
    for (int64_t low = 0; low < columns->rows; low += TILE) {
        plon_read_tile(columns, low, &tile);
        if (tile.bad) return tile.bad == 2 ? -2 : -1;
        for (int i = 0; i < tile.rows; i++) {
            rows[count] = (Row){tile.code[i], tile.day[i], tile.minor[i]};
            count += tile.day[i] <= columns->until && (!wanted || wanted[tile.code[i]]);
        }
    }
    return count;
}

/* Count rows by code: starts has customers + 1 places, zero at first. */
void plon_rows_count(const Row *rows, int64_t n, int64_t *starts) {
    for (int64_t i = 0; i < n; i++) starts[rows[i].code]++;
}

/* Turn counts into where each customer's bucket starts. */
void plon_rows_starts(int64_t customers, int64_t *starts) {
    int64_t sum = 0;
    for (int64_t code = 0; code <= customers; code++) {
        int64_t count = starts[code];
        starts[code] = sum;
        sum += count;
    }
}

/* Put rows into their buckets; starts move on to the buckets' ends. */
void plon_rows_bucket(const Row *rows, int64_t n, int64_t *starts, Entry *entries) {
    enum { FAR = 48, NEAR = 16 };
    for (int64_t i = 0; i < n; i++) {
        if (i + FAR < n) __builtin_prefetch(&starts[rows[i + FAR].code], 1);
        if (i + NEAR < n) __builtin_prefetch(&entries[starts[rows[i + NEAR].code]], 1);
        entries[starts[rows[i].code]++] = (Entry){rows[i].day, rows[i].minor < 0, rows[i].minor};
    }
}

static int by_day(const void *left, const void *right) {
    int32_t a = ((const Entry *)left)->day, b = ((const Entry *)right)->day;
    return (a > b) - (a < b);
}

static void sort_days(Entry *entries, int64_t n) {
    if (n > 64) {
        for (int64_t i = 1; i < n; i++)
            if (entries[i].day < entries[i - 1].day) {
                qsort(entries, (size_t)n, sizeof(Entry), by_day);
                return;
            }
        return;
    }
    for (int64_t i = 1; i < n; i++) {
        Entry entry = entries[i];
        int64_t at = i;
        for (; at > 0 && entries[at - 1].day > entry.day; at--) entries[at] = entries[at - 1];
        entries[at] = entry;
    }
}

/* Sort one filled bucket by day and add equal days, in place; return how many days there are. */
static int64_t merge_bucket(Entry *entries, int64_t n) {
    int64_t days = 0;
    sort_days(entries, n);
    for (int64_t i = 0; i < n; i++) {
        if (days && entries[days - 1].day == entries[i].day) {
            entries[days - 1].minor += entries[i].minor;
            entries[days - 1].is_return |= entries[i].is_return;
        } else
            entries[days++] = entries[i];
    }
    return days;
}

/* Write the days of filled buckets as columns: index counts the customers who have a row, whose
 * codes go to `codes`; ends is what plon_rows_bucket left. Return how many days there are, and in
 * *present how many customers. */
int64_t plon_rows_days(int64_t customers, const int64_t *ends, Entry *entries, int64_t *columns[3],
                       int64_t *codes, uint8_t *has_return, int64_t *present) {
    int64_t written = 0, low = 0, known = 0;
    for (int64_t code = 0; code < customers; code++) {
        int64_t days = merge_bucket(entries + low, ends[code] - low);
        if (!days) continue;
        for (int64_t i = low; i < low + days; i++, written++) {
            columns[0][written] = known;
            columns[1][written] = entries[i].day;
            columns[2][written] = entries[i].minor;
            has_return[known] |= (uint8_t)entries[i].is_return;
        }
        codes[known++] = code;
        low = ends[code];
    }
    *present = known;
    return written;
}

/* Write the figures of summary.c from filled buckets, by code; zeros on entry. */
void plon_rows_summary(int64_t customers, const int64_t *ends, Entry *entries, int64_t *columns[6],
                       uint8_t *has_return) {
    int64_t low = 0;
    for (int64_t code = 0; code < customers; code++) {
        int64_t days = merge_bucket(entries + low, ends[code] - low);
        if (!days) continue;
        for (int64_t i = low; i < low + days; i++) {
            columns[3][code] += entries[i].minor;
            columns[5][code] += i > low && entries[i].minor == 0;
            has_return[code] |= (uint8_t)entries[i].is_return;
        }
        columns[0][code] = days;
        columns[1][code] = entries[low].day;
        columns[2][code] = entries[low + days - 1].day;
        columns[4][code] = entries[low].minor;
        low = ends[code];
    }
}

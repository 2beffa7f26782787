/* How many rows of columns repeat another: a hash for each row, cell by cell, then a count.
 *
 * Equal rows have equal hashes; that others do, too, is one chance in thirty million at a million
 * rows.
 */
#include <stdint.h>
#include <stdlib.h>

#include "hashing.h"

static uint64_t joined(uint64_t hash, uint64_t cell) {
    return mixed(hash * 0x9e3779b97f4a7c15u + cell);
}

void plon_join_days(uint64_t *hashes, const int32_t *days, int64_t n) {
    for (int64_t i = 0; i < n; i++) hashes[i] = joined(hashes[i], (uint64_t)(uint32_t)days[i]);
}

void plon_join_numbers(uint64_t *hashes, const int64_t *numbers, int64_t n) {
    for (int64_t i = 0; i < n; i++) hashes[i] = joined(hashes[i], (uint64_t)numbers[i]);
}

/* Texts lie end to end, as in Arrow: offsets of n + 1. */
void plon_join_texts(uint64_t *hashes, const int32_t *offsets, const char *text, int64_t n) {
    for (int64_t i = 0; i < n; i++)
        hashes[i] = joined(hashes[i], hash_of(text + offsets[i], offsets[i + 1] - offsets[i]));
}

/* Return how many hashes were met before; -1 without memory. */
int64_t plon_count_repeats(const uint64_t *hashes, int64_t n) {
    enum { AHEAD = 16 };
    uint64_t mask = 1023;
    while (mask < 2 * (uint64_t)n) mask = mask * 2 + 1;
    uint64_t *seen = calloc(mask + 1, sizeof(uint64_t));
    if (!seen) return -1;
    int64_t repeats = 0;
    for (int64_t i = 0; i < n; i++) {
        if (i + AHEAD < n) __builtin_prefetch(&seen[hashes[i + AHEAD] & mask]);
        uint64_t hash = hashes[i] ? hashes[i] : 1; /* 0 is an empty place */
        uint64_t at = hash & mask;
        while (seen[at] && seen[at] != hash) at = (at + 1) & mask;
        repeats += seen[at] == hash;
        seen[at] = hash;
    }
    free(seen);
    return repeats;
}

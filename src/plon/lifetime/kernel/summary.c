/* One pass over sales: a 32-byte record a customer, exact integers, in blocks of 2 MiB.
 *
 * Days must not run backwards within a customer; where they do the customer is marked and has to
 * be computed from its rows (customer_days.c). So is one with a return (a negative amount).
 */
#define _DEFAULT_SOURCE /* MADV_HUGEPAGE */
#include "columns.h"

#include <stdlib.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum { BLOCK_BITS = 16, BLOCK = 1 << BLOCK_BITS, AHEAD = 24 };
enum { IS_BACKWARDS = 1 << 30, HAS_RETURN = 1 << 29, IS_ZERO_SO_FAR = 1 << 28,
       ZEROS = IS_ZERO_SO_FAR - 1 };

typedef struct {
    int32_t first, last, days;
    int32_t zeros; /* later days whose sum is 0, and the marks above */
    int64_t value, first_value;
} State;

typedef struct {
    State **blocks;
    int64_t limit; /* codes are below */
    int64_t blocks_count;
    int32_t last_day; /* the latest of all */
    int32_t marks;    /* of all customers */
} Summary;

/* Zeroed memory that goes back to the system when it is freed, on its own large page if it can. */
#ifdef __linux__
static State *new_block(void) {
    size_t size = BLOCK * sizeof(State);
    char *wide = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (wide == MAP_FAILED) return NULL;
    size_t before = (size - (uintptr_t)wide % size) % size;
    if (before) munmap(wide, before);
    munmap(wide + before + size, size - before);
    madvise(wide + before, size, MADV_HUGEPAGE); /* fewer address look-ups; a wish, not a need */
    return (State *)(wide + before);
}

static void free_block(State *block) {
    if (block) munmap(block, BLOCK * sizeof(State));
}
#else
static State *new_block(void) { return calloc(BLOCK, sizeof(State)); }

static void free_block(State *block) { free(block); }
#endif

Summary *plon_summary_new(int64_t limit) {
    Summary *summary = calloc(1, sizeof(Summary));
    if (!summary) return NULL;
    summary->limit = limit;
    summary->last_day = INT32_MIN;
    summary->blocks_count = (limit + BLOCK - 1) >> BLOCK_BITS;
    summary->blocks = calloc((size_t)summary->blocks_count + 1, sizeof(State *));
    if (summary->blocks) return summary;
    free(summary);
    return NULL;
}

void plon_summary_free(Summary *summary) {
    if (!summary) return;
    for (int64_t i = 0; i < summary->blocks_count; i++) free_block(summary->blocks[i]);
    free(summary->blocks);
    free(summary);
}

static void add_sale(State *state, int32_t day, int64_t minor) {
    if (!state->days) {
        *state = (State){day, day, 1, 0, minor, minor};
    } else if (day > state->last) {
        state->last = day;
        state->days++;
        state->value += minor;
        state->zeros &= ~IS_ZERO_SO_FAR;
        if (!minor) state->zeros = (state->zeros + 1) | IS_ZERO_SO_FAR;
    } else if (day == state->last) {
        state->value += minor;
        if (day == state->first) state->first_value += minor;
        if (minor && (state->zeros & IS_ZERO_SO_FAR))
            state->zeros = (state->zeros & ~IS_ZERO_SO_FAR) - 1;
    } else {
        state->zeros |= IS_BACKWARDS;
    }
    if (minor < 0) state->zeros |= HAS_RETURN;
}

static int add_tile(Summary *summary, const Tile *tile, int32_t until) {
    State **blocks = summary->blocks;
    int32_t last_day = summary->last_day;
    for (int i = 0; i < tile->rows; i++) {
        int32_t code = tile->code[i];
        if (i + AHEAD < tile->rows) {
            int32_t next = tile->code[i + AHEAD];
            State *block = blocks[next >> BLOCK_BITS];
            if (block) __builtin_prefetch(&block[next & (BLOCK - 1)], 1);
        }
        if (tile->day[i] > until) continue;
        State **block = &blocks[code >> BLOCK_BITS];
        if (!*block && !(*block = new_block())) return -1;
        State *state = &(*block)[code & (BLOCK - 1)];
        add_sale(state, tile->day[i], tile->minor[i]);
        summary->marks |= state->zeros;
        last_day = tile->day[i] > last_day ? tile->day[i] : last_day;
    }
    summary->last_day = last_day;
    return 0;
}

/* Add a batch. Return 0; -1 without memory; else what is bad (1 an id, 2 an amount): then the
 * rows before it are in and the summary is of no use. */
int plon_summary_add(Summary *summary, const Columns *columns) {
    Tile tile;
    tile.transition = 0;
    for (int64_t low = 0; low < columns->rows; low += TILE) {
        plon_read_tile(columns, low, &tile);
        if (tile.bad) return tile.bad;
        if (add_tile(summary, &tile, columns->until)) return -1;
    }
    return 0;
}

int plon_summary_last_day(const Summary *summary) { return summary->last_day; }

int plon_summary_marks(const Summary *summary) { return summary->marks; }

static State *find(const Summary *summary, int64_t code) {
    State *block = summary->blocks[code >> BLOCK_BITS];
    return block && block[code & (BLOCK - 1)].days ? &block[code & (BLOCK - 1)] : NULL;
}

/* Write the codes that have a sale, ascending, to `codes` unless it is NULL; return how many. */
int64_t plon_summary_codes(const Summary *summary, int64_t *codes) {
    int64_t count = 0;
    for (int64_t code = 0; code < summary->limit; code++) {
        if (!summary->blocks[code >> BLOCK_BITS]) {
            code |= BLOCK - 1;
            continue;
        }
        if (!find(summary, code)) continue;
        if (codes) codes[count] = code;
        count++;
    }
    return count;
}

/* Write the customers' figures in the order of `codes`. `zero_days` and `marks` are zeros on
 * entry and written only where they are not. With is_ascending, blocks are given back on the
 * way: figures and state are never in memory at once, and the summary is empty afterwards. */
void plon_summary_take(Summary *summary, const int64_t *codes, int64_t n, int is_ascending,
                       int64_t *columns[6], uint8_t *marks) {
    int64_t freed = 0;
    for (int64_t i = 0; i < n; i++) {
        const State *state = find(summary, codes[i]);
        if (!state) continue;
        columns[0][i] = state->days;
        columns[1][i] = state->first;
        columns[2][i] = state->last;
        columns[3][i] = state->value;
        columns[4][i] = state->first_value;
        if (state->zeros) {
            columns[5][i] = state->zeros & ZEROS;
            marks[i] = (uint8_t)(((uint32_t)state->zeros) >> 29);
        }
        for (; is_ascending && freed < codes[i] >> BLOCK_BITS; freed++) {
            free_block(summary->blocks[freed]);
            summary->blocks[freed] = NULL;
        }
    }
}

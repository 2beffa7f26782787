/* Customer ids to codes 0, 1, 2, … in the order in which they are met: whole numbers or text.
 *
 * An open-addressed table of 16-byte slots (hash or number, code); text lies end to end in one
 * buffer. Nothing is ever removed. Out of memory: the calls return -1 and the table is unchanged
 * but for the ids already added.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hashing.h"

typedef struct {
    uint64_t key; /* the number itself, or the text's hash */
    int64_t code; /* code + 1; 0 is an empty slot */
} Slot;

typedef struct {
    Slot *slots;
    uint64_t mask;
    int64_t count;
    int64_t *numbers; /* by code; numbers only */
    int64_t *ends;    /* by code: where its text ends in `text` */
    char *text;
    int64_t capacity, text_capacity;
} Ids;

Ids *plon_ids_new(void) {
    Ids *ids = calloc(1, sizeof(Ids));
    if (!ids) return NULL;
    ids->mask = (1u << 12) - 1;
    ids->slots = calloc(ids->mask + 1, sizeof(Slot));
    if (ids->slots) return ids;
    free(ids);
    return NULL;
}

void plon_ids_free(Ids *ids) {
    if (!ids) return;
    free(ids->slots);
    free(ids->numbers);
    free(ids->ends);
    free(ids->text);
    free(ids);
}

static int grow_table(Ids *ids, int is_text) {
    uint64_t mask = ids->mask * 2 + 1;
    Slot *slots = calloc(mask + 1, sizeof(Slot));
    if (!slots) return -1;
    for (uint64_t i = 0; i <= ids->mask; i++) {
        Slot slot = ids->slots[i];
        if (!slot.code) continue;
        uint64_t at = (is_text ? slot.key : mixed(slot.key)) & mask;
        while (slots[at].code) at = (at + 1) & mask;
        slots[at] = slot;
    }
    free(ids->slots);
    ids->slots = slots;
    ids->mask = mask;
    return 0;
}

static int64_t *room_for_one(int64_t **list, Ids *ids) {
    if (ids->count < ids->capacity) return *list;
    int64_t capacity = ids->capacity ? ids->capacity * 2 : 4096;
    int64_t *longer = realloc(*list, (size_t)capacity * sizeof(int64_t));
    if (!longer) return NULL;
    *list = longer;
    ids->capacity = capacity;
    return longer;
}

static int is_crowded(const Ids *ids) {
    return (uint64_t)ids->count * 5 > (ids->mask + 1) * 3;
}

/* Write the codes of n numbers. Return 0, or -1 without memory. */
int plon_ids_numbers(Ids *ids, const int64_t *keys, int64_t n, int32_t *codes) {
    enum { AHEAD = 16 };
    for (int64_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            __builtin_prefetch(&ids->slots[mixed((uint64_t)keys[i + AHEAD]) & ids->mask]);
        uint64_t key = (uint64_t)keys[i];
        uint64_t at = mixed(key) & ids->mask;
        while (ids->slots[at].code && ids->slots[at].key != key) at = (at + 1) & ids->mask;
        if (!ids->slots[at].code) {
            if (!room_for_one(&ids->numbers, ids)) return -1;
            ids->numbers[ids->count++] = keys[i];
            ids->slots[at] = (Slot){key, ids->count};
            codes[i] = (int32_t)(ids->count - 1);
            if (is_crowded(ids) && grow_table(ids, 0)) return -1;
        } else
            codes[i] = (int32_t)(ids->slots[at].code - 1);
    }
    return 0;
}

static int64_t start_of(const Ids *ids, int64_t code) { return code ? ids->ends[code - 1] : 0; }

static int is_text(const Ids *ids, int64_t code, const char *text, int64_t length) {
    int64_t start = start_of(ids, code);
    return ids->ends[code] - start == length && !memcmp(ids->text + start, text, (size_t)length);
}

static int add_text(Ids *ids, const char *text, int64_t length) {
    if (!room_for_one(&ids->ends, ids)) return -1;
    int64_t start = start_of(ids, ids->count);
    if (start + length > ids->text_capacity) {
        int64_t capacity = (start + length) * 2 + 4096;
        char *longer = realloc(ids->text, (size_t)capacity);
        if (!longer) return -1;
        ids->text = longer;
        ids->text_capacity = capacity;
    }
    memcpy(ids->text + start, text, (size_t)length);
    ids->ends[ids->count++] = start + length;
    return 0;
}

static int64_t code_of(Ids *ids, const char *text, int64_t length, uint64_t hash) {
    uint64_t at = hash & ids->mask;
    for (; ids->slots[at].code; at = (at + 1) & ids->mask)
        if (ids->slots[at].key == hash && is_text(ids, ids->slots[at].code - 1, text, length))
            return ids->slots[at].code - 1;
    if (add_text(ids, text, length)) return -1;
    ids->slots[at] = (Slot){hash, ids->count};
    int64_t code = ids->count - 1;
    return is_crowded(ids) && grow_table(ids, 1) ? -1 : code;
}

/* Fetch ahead what code_of will read of an id met before: its end, then its text. */
static void fetch_known(const Ids *ids, const uint64_t *hashes, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        const Slot *slot = &ids->slots[hashes[i] & ids->mask];
        if (slot->code > 1) __builtin_prefetch(&ids->ends[slot->code - 2]);
    }
    for (int64_t i = 0; i < n; i++) {
        const Slot *slot = &ids->slots[hashes[i] & ids->mask];
        if (slot->code && slot->key == hashes[i])
            __builtin_prefetch(ids->text + start_of(ids, slot->code - 1));
    }
}

/* Write the codes of n texts: Arrow's offsets, 4 or 8 bytes wide. Return 0, or -1. */
int plon_ids_text(Ids *ids, const void *offsets, int width, const char *data, int64_t n,
                  int32_t *codes) {
    enum { TILE = 128 };
    const int32_t *narrow = offsets;
    const int64_t *wide = offsets;
    uint64_t hashes[TILE];
    for (int64_t low = 0; low < n; low += TILE) {
        int64_t high = low + TILE < n ? low + TILE : n;
        for (int64_t i = low; i < high; i++) {
            int64_t start = width == 4 ? narrow[i] : wide[i];
            int64_t end = width == 4 ? narrow[i + 1] : wide[i + 1];
            hashes[i - low] = hash_of(data + start, end - start);
            __builtin_prefetch(&ids->slots[hashes[i - low] & ids->mask]);
        }
        fetch_known(ids, hashes, high - low);
        for (int64_t i = low; i < high; i++) {
            int64_t start = width == 4 ? narrow[i] : wide[i];
            int64_t end = width == 4 ? narrow[i + 1] : wide[i + 1];
            int64_t code = code_of(ids, data + start, end - start, hashes[i - low]);
            if (code < 0) return -1;
            codes[i] = (int32_t)code;
        }
    }
    return 0;
}

int64_t plon_ids_count(const Ids *ids) { return ids->count; }

int64_t plon_ids_text_bytes(const Ids *ids) { return start_of(ids, ids->count); }

/* Copy the numbers out, by code. */
void plon_ids_take_numbers(const Ids *ids, int64_t *numbers) {
    if (ids->count) memcpy(numbers, ids->numbers, (size_t)ids->count * sizeof(int64_t));
}

/* Copy the texts out, by code: count + 1 offsets, then the bytes. */
void plon_ids_take_text(const Ids *ids, int64_t *offsets, char *data) {
    offsets[0] = 0;
    if (!ids->count) return;
    memcpy(offsets + 1, ids->ends, (size_t)ids->count * sizeof(int64_t));
    memcpy(data, ids->text, (size_t)plon_ids_text_bytes(ids));
}

/* Hashes of whole numbers and of text: 64 bits, well mixed, the same on every run. */
#ifndef PLON_HASHING_H
#define PLON_HASHING_H
#include <stdint.h>
#include <string.h>

static inline uint64_t mixed(uint64_t x) {
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    return x ^ (x >> 32);
}

static inline uint64_t hash_of(const char *text, int64_t length) {
    uint64_t hash = 0x9e3779b97f4a7c15u ^ (uint64_t)length;
    uint64_t word;
    for (; length >= 8; text += 8, length -= 8) {
        memcpy(&word, text, 8);
        hash = (hash ^ word) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    word = 0;
    memcpy(&word, text, (size_t)length);
    return mixed(hash ^ word);
}
#endif

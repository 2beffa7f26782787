/* exp, log and log1p without branches, so that loops over them become vector instructions.
 *
 * Within 2 units in the last place. exp wants an argument within ±708, log a normal positive
 * number, log1p an argument >= 0: nothing is checked. Elementary series: Cody and Waite's reduction
 * and Taylor's for exp, the inverse hyperbolic tangent's for log.
 */
#ifndef PLON_LANES_H
#define PLON_LANES_H

#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__)
/* Nothing traps, so loops with choices may become lanes; a·b + c may be rounded once. */
#pragma GCC optimize("no-trapping-math", "fp-contract=fast")
#define PLON_FAST __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define PLON_FAST
#endif

#define PLON_INLINE static inline __attribute__((always_inline))

PLON_INLINE double of_bits(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

PLON_INLINE uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

PLON_INLINE double least(double a, double b) { return a < b ? a : b; }
PLON_INLINE double most(double a, double b) { return a > b ? a : b; }

PLON_INLINE double lane_exp(double value) {
    const double magic = 6755399441055744.0; /* 1.5 · 2^52: adding it rounds to a whole number */
    double shifted = value * 1.4426950408889634 + magic;
    double whole = shifted - magic;
    double r = (value - whole * 0.693147180369123816490) - whole * 1.90821492927058770002e-10;
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = (p * r * r + r) + 1.0;
    return p * of_bits((bits_of(shifted) + 1023) << 52);
}

PLON_INLINE double lane_log(double x) {
    const uint64_t half_root = 0x3fe6a09e667f3bcdULL; /* √½ */
    uint64_t bits = bits_of(x);
    uint64_t biased = (bits - half_root + (1024ULL << 52)) >> 52;
    double exponent = of_bits(biased | 0x4330000000000000ULL) - (4503599627370496.0 + 1024.0);
    double f = of_bits(bits - ((biased - 1024) << 52)) - 1.0;
    double s = f / (2.0 + f), z = s * s;
    double p = 2.0 / 21.0;
    p = p * z + 2.0 / 19.0;
    p = p * z + 2.0 / 17.0;
    p = p * z + 2.0 / 15.0;
    p = p * z + 2.0 / 13.0;
    p = p * z + 2.0 / 11.0;
    p = p * z + 2.0 / 9.0;
    p = p * z + 2.0 / 7.0;
    p = p * z + 2.0 / 5.0;
    p = p * z + 2.0 / 3.0;
    double square = 0.5 * f * f;
    double low = s * (square + p * z) + exponent * 1.90821492927058770002e-10;
    return exponent * 0.693147180369123816490 + (f - (square - low));
}

/* ln(1 + z), given u = 1 + z and 1/u: what rounding took from u is given back. */
PLON_INLINE double lane_log1p(double z, double u, double inverse) {
    return lane_log(u) + (z - (u - 1.0)) * inverse;
}

#endif

#include <zint.h>

// Swift can't index C's two-dimensional arrays of this size.

/// Whether the module in this row and column of an encoded symbol is dark.
static inline int handbill_zint_is_dark(const struct zint_symbol *symbol, int row, int column) {
    return (symbol->encoded_data[row][column >> 3] >> (column & 7)) & 1;
}


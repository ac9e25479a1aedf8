/* Operators that are not loop nests, as functions of the runtime. A kernel that stands for an
 * opaque block is a wrapper that passes its argument pointers on, together with a constant array of
 * attributes:
 *
 *   int32_t GROUP_k0(void* const* args, const int64_t* shape_values, int64_t begin, int64_t end) {
 *     return heddle_opaque_NAME(args, attributes);
 *   }
 *
 * A block's opaqueFunction is "NAME(a0,a1,...)": the attributes as decimal integers, in the order
 * below. Arguments: the buffers of reads, then of writes. Each returns 0, or 1 when an attribute is
 * out of range.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef HEDDLE_RUNTIME_OPAQUE_H
#define HEDDLE_RUNTIME_OPAQUE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t (*heddle_opaque_fn)(void* const* args, const int64_t* attributes);

typedef struct heddle_opaque_entry {
  const char* name; /* symbol: "heddle_opaque_top_k" */
  heddle_opaque_fn function;
  uint32_t attribute_count;
} heddle_opaque_entry;

/* Every opaque function; the last entry has a null name. The runner resolves symbols by this table.
 */
extern const heddle_opaque_entry heddle_opaque_table[];

/* args: x [outer, extent, inner], values [outer, k, inner], indices i64 [outer, k, inner].
 * attributes: element (heddle::ElementType), outer, extent, inner, k, largest (0 or 1).
 * Sorted, best first; of equal values the lower index comes first; NaN counts as larger than every
 * number. half and bfloat compare as the floats that they stand for. */
int32_t heddle_opaque_top_k(void* const* args, const int64_t* attributes);

#ifdef __cplusplus
}
#endif
#endif

// Annotations and samples that are refused.
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/schedule/refusals/refusals.h"

namespace heddle::refusals {

const std::vector<Row>& markRows() {
  static const std::vector<Row> rows = {
      {"annotate.loop", "matmul", "annotate(key=\"k\", value=1, loop=none)"},
      {"annotate.block", "matmul", "annotate(key=\"k\", value=1, block=none)"},
      {"annotate.target", "matmul", "annotate(key=\"k\", value=1)"},
      {"annotate.key", "matmul", "annotate(key=\"\", value=1, block=mul)"},
      {"unannotate.loop", "matmul", "unannotate(key=\"k\", loop=none)"},
      {"unannotate.block", "matmul", "unannotate(key=\"k\", block=none)"},
      {"unannotate.target", "matmul", "unannotate(key=\"k\")"},
      {"unannotate.key", "matmul", "unannotate(key=\"k\", block=mul)"},
      {"sample_categorical.values", "matmul", "sample_categorical(values=[])"},
      {"sample_categorical.weights", "matmul", "sample_categorical(values=[1, 2], weights=[1])"},
      {"sample_categorical.weights", "matmul", "sample_categorical(values=[1, 2], weights=[0, 0])"},
      {"sample_categorical.decision", "matmul", "sample_categorical(values=[1, 2], decision=2)"},
      {"sample_perfect_tile.loop", "matmul", "sample_perfect_tile(loop=none, parts=2)"},
      {"sample_perfect_tile.extent", "odd", "sample_perfect_tile(loop=sized.i, parts=2)"},
      {"sample_perfect_tile.parts", "matmul", "sample_perfect_tile(loop=mul.i, parts=1)"},
      {"sample_perfect_tile.limit", "matmul", "sample_perfect_tile(loop=mul.i, parts=2, limit=0)"},
      {"sample_perfect_tile.decision", "matmul",
       "sample_perfect_tile(loop=mul.i, parts=2, decision=[3, 3])"},
      {"sample_perfect_tile.decision", "matmul",
       "sample_perfect_tile(loop=mul.i, parts=2, limit=4, decision=[2, 6])"},
      {"sample_perfect_tile.value", "matmul",
       "t = sample_perfect_tile(loop=mul.i, parts=2)\nsample_perfect_tile(loop=mul.j, parts=t)"},
  };
  return rows;
}

}  // namespace heddle::refusals

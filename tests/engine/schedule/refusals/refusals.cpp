// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/schedule/refusals/refusals.h"

namespace heddle::refusals {

const std::vector<Row>& all() {
  static const std::vector<Row> rows = [] {
    std::vector<Row> out;
    for (const auto* table :
         {&loopRows(), &blockRows(), &reductionRows(), &bufferRows(), &markRows()}) {
      out.insert(out.end(), table->begin(), table->end());
    }
    return out;
  }();
  return rows;
}

}  // namespace heddle::refusals

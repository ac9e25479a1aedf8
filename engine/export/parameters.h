// The parameters of a module as one run of bytes, where the plan expects them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "engine/build/module.h"

namespace heddle::exporter {

// Constants in the order of module.constants, each at the next multiple of 64.
struct Parameters {
  struct Piece {
    uint64_t offset = 0;
    Tensor tensor;
  };
  std::vector<Piece> pieces;
  uint64_t sizeBytes = 0;
  std::string mark;  // 48 characters that name the contents

  static Parameters of(const build::Module& module);
  // The pieces, then the 64 bytes by which the runtime knows its file.
  void write(std::ostream& out) const;
};

}  // namespace heddle::exporter

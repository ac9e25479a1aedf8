// A trace for every numbered requirement whose last step breaks it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace heddle::refusals {

struct Row {
  const char *code, *program, *trace;  // program: its name in tests/programs
};

const std::vector<Row>& loopRows();       // loops.cpp
const std::vector<Row>& blockRows();      // blocks.cpp
const std::vector<Row>& reductionRows();  // reductions.cpp
const std::vector<Row>& bufferRows();     // buffers.cpp
const std::vector<Row>& markRows();       // marks_and_samples.cpp

const std::vector<Row>& all();

}  // namespace heddle::refusals

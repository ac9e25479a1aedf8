// File names and C identifiers from names that may hold anything.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace heddle::exporter {

// Letters, digits and '_'; never empty, never beginning with a digit.
std::string cIdentifier(const std::string& name);
// Letters, digits and "_-.+"; never empty, never beginning with '.' or '-'.
std::string fileName(const std::string& name);
// cIdentifier of each, made different from each other by a number at the end.
std::vector<std::string> distinctIdentifiers(const std::vector<std::string>& names);

}  // namespace heddle::exporter

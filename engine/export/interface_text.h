// The text files of an export: C header, metadata, CMake package, pkg-config file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/build/module.h"
#include "engine/export/export.h"
#include "engine/export/parameters.h"

namespace heddle::exporter {

struct InterfaceFacts {
  const build::Module& module;
  const ExportOptions& options;
  const Parameters& parameters;
  std::string name;        // of the files
  std::string identifier;  // in C
};

std::string headerText(const InterfaceFacts& facts);
std::string metadataText(const InterfaceFacts& facts);
std::string cmakeText(const InterfaceFacts& facts);
std::string pkgConfigText(const InterfaceFacts& facts);

}  // namespace heddle::exporter

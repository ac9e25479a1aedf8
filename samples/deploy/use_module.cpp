// Runs a module that Heddle exported, in C++.
//
//   heddle export digits.onnx -o out
//   c++ -std=c++17 -DMODEL_HEADER='"digits.h"' -DMODEL_CREATE=heddle_digits_create -Iout
//       use_module.cpp out/digits.so -Wl,-rpath,"$PWD/out" -o use_module
//   ./use_module image=digit.npy
//
// Inputs are NAME=FILE with raw row-major bytes or a .npy array; --params FILE and --save DIRECTORY
// as in use_module.c.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include MODEL_HEADER

namespace {

using Module = std::unique_ptr<heddle_module, decltype(&heddle_module_destroy)>;

void check(heddle_status status, const heddle_module* module, const std::string& what) {
  if (status != HEDDLE_OK) throw std::runtime_error(what + ": " + heddle_last_error(module));
}

// The elements of the file, without the header where it is a .npy array.
std::vector<char> readElements(const std::string& path, size_t wanted) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (bytes.size() >= 12 && std::memcmp(bytes.data(), "\x93NUMPY", 6) == 0) {
    const auto byte = [&](size_t i) {
      return static_cast<size_t>(static_cast<unsigned char>(bytes[i]));
    };
    const size_t start = byte(6) == 1
                             ? 10 + byte(8) + (byte(9) << 8)
                             : 12 + byte(8) + (byte(9) << 8) + (byte(10) << 16) + (byte(11) << 24);
    bytes.erase(bytes.begin(),
                bytes.begin() + static_cast<std::ptrdiff_t>(std::min(start, bytes.size())));
  }
  if (bytes.size() != wanted) throw std::runtime_error(path + " does not hold the input's bytes");
  return bytes;
}

void showOutput(heddle_module* module, uint32_t index, const std::string& save) {
  const heddle_tensor_info& info = *heddle_output_info(module, index);
  const void* data = nullptr;
  size_t size = 0;
  check(heddle_get_output(module, index, &data, &size), module, info.name);
  std::cout << info.name << " [";
  for (uint32_t i = 0; i < info.rank; ++i) std::cout << (i == 0 ? "" : ",") << info.extents[i];
  std::cout << "]";
  if (info.element == 0)  // f32
    for (size_t i = 0; i < 8 && i < size / sizeof(float); ++i)
      std::cout << ' ' << static_cast<const float*>(data)[i];
  std::cout << '\n';
  if (!save.empty())
    std::ofstream(save + "/output" + std::to_string(index) + ".bin", std::ios::binary)
        .write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
}

void run(const std::vector<std::string>& arguments) {
  heddle_options options = {};
  options.struct_size = sizeof(options);
  std::string save;
  std::vector<std::string> inputs;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--params" && i + 1 < arguments.size())
      options.params_path = arguments[++i].c_str();
    else if (arguments[i] == "--save" && i + 1 < arguments.size())
      save = arguments[++i];
    else
      inputs.push_back(arguments[i]);
  }
  heddle_module* created = nullptr;
  check(MODEL_CREATE(&options, &created), nullptr, "create");
  const Module module(created, heddle_module_destroy);
  std::vector<std::vector<char>> kept;  // inputs are borrowed until the run is over
  for (const std::string& input : inputs) {
    const std::string name = input.substr(0, input.find('='));
    const int32_t index = heddle_find_input(module.get(), name.c_str());
    if (index < 0) throw std::runtime_error("\"" + name + "\" is no input of the module");
    const heddle_tensor_info& info = *heddle_input_info(module.get(), static_cast<uint32_t>(index));
    kept.push_back(readElements(input.substr(input.find('=') + 1), info.size_bytes));
    check(heddle_set_input(module.get(), static_cast<uint32_t>(index), kept.back().data(),
                           info.element, info.extents, info.rank),
          module.get(), name);
  }
  check(heddle_run(module.get()), module.get(), "run");
  for (uint32_t i = 0; i < heddle_output_count(module.get()); ++i)
    showOutput(module.get(), i, save);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}

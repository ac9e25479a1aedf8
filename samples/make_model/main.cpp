// heddle-make-model NETWORK FILE [--seed N]
// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "samples/make_model/network.h"

namespace {

constexpr const char* kUsage =
    "usage: heddle-make-model NETWORK FILE [--seed N]\n"
    "networks: resnet18 resnet50 mobilenet_v2 squeezenet bert_base[:LAYERS] yolo[:PIXELS] chain:N "
    "layers:N\n";

std::optional<int64_t> number(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<heddle::samples::Network> make(std::string_view spec, uint64_t seed) {
  using namespace heddle::samples;
  const size_t colon = spec.find(':');
  const std::string_view name = spec.substr(0, colon);
  const bool hasSize = colon != std::string_view::npos;
  const int64_t size = hasSize ? number(spec.substr(colon + 1)).value_or(0) : 0;
  if (hasSize && (size < 1 || size > 10'000'000)) return std::nullopt;
  if (!hasSize && name == "resnet18") return resnet(18, seed);
  if (!hasSize && name == "resnet50") return resnet(50, seed);
  if (!hasSize && name == "mobilenet_v2") return mobilenetV2(seed);
  if (!hasSize && name == "squeezenet") return squeezenet(seed);
  if (name == "bert_base" && size <= 48) return bert(hasSize ? static_cast<int>(size) : 12, seed);
  if (name == "yolo" && size % 32 == 0) return yolo(hasSize ? size : 640, seed);
  if (name == "chain" && hasSize) return chain(size, seed);
  if (name == "layers" && hasSize) return layers(size, seed);
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  const bool hasSeed = argc == 5 && std::string_view(argv[3]) == "--seed";
  const auto seed = hasSeed ? number(argv[4]) : std::optional<int64_t>(1);
  if ((argc != 3 && !hasSeed) || !seed) return std::fputs(kUsage, stderr), 2;
  const auto network = make(argv[1], static_cast<uint64_t>(*seed));
  if (!network) return std::fputs(kUsage, stderr), 2;
  std::ofstream file(argv[2], std::ios::binary);
  if (!network->model().SerializeToOstream(&file) || !file.flush()) {
    std::fprintf(stderr, "heddle-make-model: %s cannot be written\n", argv[2]);
    return 1;
  }
  return 0;
}

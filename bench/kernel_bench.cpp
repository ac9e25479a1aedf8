// Times default kernels in this process, one thread, against the measured multiply-add peak.
//   kernel_bench [--filter TEXT] [--case conv:SIZE,IN,OUT,KERNEL,STRIDE[,GROUPS]] [--case
//   matmul:M,N,K]
//                [--print] [--asm] [--trace] [--target "llvm -mcpu=..."] [--against-onednn]
//                [--schedule FILE] [--case conv_transpose:SIZE,IN,OUT,KERNEL,STRIDE]
// A schedule file takes the place of the default schedule of every case that runs.
// The last option runs oneDNN by turns with ours and prints rows of a Markdown table: the ratio is
// the median over rounds of our best time over its best; below 1 ours is faster.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>

#include "bench/onednn_peer.h"
#include "engine/build/group_cost.h"
#include "engine/codegen/codegen.h"
#include "engine/graph/infer.h"
#include "engine/loops/text.h"
#include "engine/spaces/default_schedule.h"
#include "tests/support/jit.h"

using namespace heddle;
using graph::OpKind;

namespace {

using Clock = std::chrono::steady_clock;
double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct BenchCase {
  std::string name;
  OpKind kind;
  std::vector<Extents> inputs;  // the first is data, the others constants unless `dynamicInputs`
  graph::Attributes attributes;
  bool hasRelu = false;
  size_t dynamicInputs = 1;
};

using Ints = std::vector<int64_t>;

BenchCase conv(int64_t size, int64_t channels, int64_t out, int64_t kernel, int64_t stride,
               int64_t group = 1) {
  const int64_t pad = kernel / 2;
  BenchCase c{(group > 1 ? "depthwise " : "conv ") + std::to_string(kernel) + "x" +
                  std::to_string(kernel) + " s" + std::to_string(stride) + " " +
                  std::to_string(channels) + "->" + std::to_string(out) + " @" +
                  std::to_string(size),
              OpKind::conv,
              {{1, size, size, channels}, {out, channels / group, kernel, kernel}, {out}},
              {{"pads", Ints{pad, pad, pad, pad}},
               {"strides", Ints{stride, stride}},
               {"group", group},
               {"data_layout", std::string("channels_last")}},
              true};
  return c;
}

BenchCase matmul(int64_t m, int64_t n, int64_t k, bool isConstant) {
  return {"matmul " + std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k) +
              (isConstant ? "" : " dynamic"),
          OpKind::matmul,
          {{m, k}, {k, n}},
          {},
          false,
          isConstant ? size_t{1} : size_t{2}};
}

BenchCase transposed(int64_t size, int64_t channels, int64_t out, int64_t kernel, int64_t stride) {
  const int64_t pad = (kernel - stride) / 2;
  return {"conv_transpose " + std::to_string(kernel) + "x" + std::to_string(kernel) + " s" +
              std::to_string(stride) + " " + std::to_string(channels) + "->" + std::to_string(out) +
              " @" + std::to_string(size),
          OpKind::conv_transpose,
          {{1, size, size, channels}, {channels, out, kernel, kernel}, {out}},
          {{"strides", Ints{stride, stride}},
           {"pads", Ints{pad, pad, pad, pad}},
           {"data_layout", std::string("channels_last")}},
          true};
}

BenchCase transpose(int64_t size, int64_t channels, bool toLast) {
  const std::string shape = std::to_string(size) + "x" + std::to_string(size);
  const std::string c = std::to_string(channels);
  return {"transpose " + (toLast ? c + "x" + shape + " to last" : shape + "x" + c + " to first"),
          OpKind::transpose,
          {toLast ? Extents{1, channels, size, size} : Extents{1, size, size, channels}},
          {{"perm", toLast ? Ints{0, 2, 3, 1} : Ints{0, 3, 1, 2}}}};
}

std::vector<BenchCase> allCases() {
  std::vector<BenchCase> cases = {
      conv(224, 3, 64, 7, 2),      conv(56, 64, 64, 1, 1),        conv(56, 64, 64, 3, 1),
      conv(56, 64, 256, 1, 1),     conv(56, 256, 64, 1, 1),       conv(56, 128, 128, 3, 2),
      conv(28, 128, 512, 1, 1),    conv(28, 512, 128, 1, 1),      conv(28, 128, 128, 3, 1),
      conv(14, 256, 1024, 1, 1),   conv(14, 1024, 256, 1, 1),     conv(14, 256, 256, 3, 1),
      conv(7, 512, 2048, 1, 1),    conv(7, 2048, 512, 1, 1),      conv(7, 512, 512, 3, 1),
      conv(28, 512, 1024, 1, 2),   conv(112, 16, 96, 1, 1),       conv(56, 144, 24, 1, 1),
      conv(160, 96, 24, 3, 1),     conv(160, 96, 24, 1, 1),       conv(160, 96, 32, 3, 1),
      conv(80, 96, 24, 3, 1),      conv(40, 96, 24, 3, 1),        conv(160, 64, 24, 3, 1),
      conv(160, 96, 16, 3, 1),     conv(20, 96, 360, 1, 1),       conv(208, 12, 16, 3, 1),
      conv(52, 64, 64, 3, 1),      conv(26, 64, 255, 1, 1),       conv(13, 128, 85, 1, 1),
      conv(160, 64, 1, 3, 1),      conv(160, 64, 3, 3, 1),        conv(112, 32, 32, 3, 1, 32),
      conv(112, 96, 96, 3, 2, 96), conv(56, 144, 144, 3, 1, 144), conv(14, 384, 384, 3, 1, 384),
      conv(7, 960, 960, 3, 1, 960)};
  for (const bool isConstant : {true, false}) {
    cases.push_back(matmul(128, 768, 768, isConstant));
    cases.push_back(matmul(1, 1000, 2048, isConstant));
  }
  cases.push_back(matmul(1, 257, 128, true));
  cases.push_back(transposed(160, 24, 24, 2, 2));
  cases.push_back(transposed(320, 24, 1, 2, 2));
  cases.push_back(transposed(64, 32, 32, 4, 2));
  cases.push_back({"max_pool 3x3 s2 64 @112",
                   OpKind::max_pool,
                   {{1, 112, 112, 64}},
                   {{"kernel_shape", Ints{3, 3}},
                    {"strides", Ints{2, 2}},
                    {"pads", Ints{1, 1, 1, 1}},
                    {"data_layout", std::string("channels_last")}}});
  cases.push_back({"softmax 12x128x128", OpKind::softmax, {{12, 128, 128}}, {}});
  cases.push_back(
      {"layer_normalization 128x768", OpKind::layer_normalization, {{128, 768}, {768}, {768}}, {}});
  cases.push_back(
      {"add 56x56x256", OpKind::add, {{1, 56, 56, 256}, {1, 56, 56, 256}}, {}, true, 2});
  cases.push_back({"gelu 128x3072", OpKind::gelu, {{128, 3072}}, {}});
  for (const bool toLast : {true, false})
    for (const int64_t channels : {3, 64}) cases.push_back(transpose(56, channels, toLast));
  return cases;
}

Tensor randomTensor(const Extents& extents, std::mt19937& random) {
  Tensor tensor = Tensor::allocate(ElementType::f32, extents).value();
  std::uniform_real_distribution<float> uniform(-1, 1);
  for (float& x : tensor.mutableValues<float>()) x = uniform(random);
  return tensor;
}

struct Subject {
  graph::Graph graph;
  std::vector<OpId> members;
};

Result<Subject> graphOf(const BenchCase& c) {
  std::mt19937 random(1);
  auto pool = std::make_shared<ConstantPool>();
  graph::GraphEditor editor("bench", pool);
  graph::Node node;
  node.kind = c.kind;
  node.attributes = c.attributes;
  std::vector<std::optional<TensorType>> types;
  for (size_t i = 0; i < c.inputs.size(); ++i) {
    const TensorType type{ElementType::f32, toShape(c.inputs[i])};
    const OpId id = i < c.dynamicInputs
                        ? editor.addInput("x" + std::to_string(i), type)
                        : editor.addConstant(randomTensor(c.inputs[i], random), "c", "bench");
    node.inputs.push_back({id, 0});
    types.push_back(type);
  }
  const std::vector<std::optional<Tensor>> values(types.size());
  HEDDLE_TRY(node.types, graph::inferTypes({node, types, values, *pool, {}}));
  Subject subject;
  subject.members.push_back(editor.add(node));
  if (c.hasRelu) {
    graph::Node relu;
    relu.kind = OpKind::relu;
    relu.inputs = {{subject.members[0], 0}};
    relu.types = node.types;
    subject.members.push_back(editor.add(relu));
  }
  editor.setOutputs({{"y", {subject.members.back(), 0}}});
  HEDDLE_TRY(subject.graph, std::move(editor).finish());
  return subject;
}

// Best of many runs in so many seconds.
double bestSeconds(const std::function<void()>& run, double duration) {
  double best = 1e9;
  const auto start = Clock::now();
  for (int i = 0; i < 2000 && (i < 3 || secondsSince(start) < duration); ++i) {
    const auto begin = Clock::now();
    run();
    best = std::min(best, secondsSince(begin));
  }
  return best;
}

struct Duel {
  double ours, theirs, ratio;
};
Duel duel(const std::function<void()>& ours, const std::function<void()>& theirs) {
  std::vector<double> ratios;
  Duel out{1e9, 1e9, 0};
  for (int round = 0; round < 9; ++round) {
    double a = 0, b = 0;
    for (const bool isOurs : {round % 2 == 0, round % 2 != 0})
      (isOurs ? a : b) = bestSeconds(isOurs ? ours : theirs, 0.03);
    ratios.push_back(a / b);
    out.ours = std::min(out.ours, a), out.theirs = std::min(out.theirs, b);
  }
  std::nth_element(ratios.begin(), ratios.begin() + 4, ratios.end());
  out.ratio = ratios[4];
  return out;
}

// Independent multiply-adds of the widest vectors.
__attribute__((target("avx512f,fma"))) double peakFlops512() {
  typedef float V __attribute__((vector_size(64)));
  V a[16], x, y;
  for (int i = 0; i < 16; ++i) a[i] = V{} + float(i);
  x = V{} + 1.0001f, y = V{} + 0.0001f;
  double best = 0;
  for (int round = 0; round < 20; ++round) {
    const auto start = Clock::now();
    const int64_t steps = 200000;
    for (int64_t s = 0; s < steps; ++s) {
#pragma GCC unroll 16
      for (int i = 0; i < 16; ++i) a[i] = a[i] * x + y;
      asm volatile("" : "+v"(x));
    }
    best = std::max(best, 2.0 * 16 * 16 * double(steps) / secondsSince(start));
  }
  for (int i = 0; i < 16; ++i) asm volatile("" ::"v"(a[i]));
  return best;
}

struct Options {
  std::string filter, target, schedule;
  std::vector<BenchCase> cases;  // of the command line
  bool print = false, trace = false, assembly = false, against = false;
};

Result<schedule::Trace> traceFor(const operators::GroupProgram& group, const Target& target,
                                 const Options& options) {
  if (options.schedule.empty()) return spaces::defaultSchedule(group, target);
  std::ifstream file(options.schedule);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return schedule::parseTrace(text);
}

Status runCase(const BenchCase& c, const Target& target, const Options& options, double peak) {
  HEDDLE_TRY(const Subject subject, graphOf(c));
  HEDDLE_TRY(const auto group, operators::buildProgram({"bench", subject.graph, subject.members}));
  HEDDLE_TRY(const auto trace, traceFor(group, target, options));
  HEDDLE_TRY(const auto state, schedule::replay(group.program, trace));
  if (options.trace) std::printf("%s", schedule::toText(trace).c_str());
  if (options.print) std::printf("%s", loops::print(state.program).text.c_str());
  HEDDLE_TRY(const auto lowered, loop_passes::lower(state.program, target));
  if (options.print) std::printf("%s", loop_passes::print(lowered).text.c_str());
  if (options.assembly) {
    HEDDLE_TRY(const auto listing, codegen::listing(lowered, target));
    for (const codegen::AsmLine& line : listing.assembly)
      std::printf("%6llx %s\n", static_cast<unsigned long long>(line.address), line.text.c_str());
  }
  const auto begin = Clock::now();
  HEDDLE_TRY(const auto code, codegen::compile(lowered, target));
  const double compileSeconds = secondsSince(begin);
  HEDDLE_TRY(const auto kernels, test::LoadedKernels::load(lowered, code));
  std::mt19937 random(2);
  std::vector<Tensor> tensors;
  std::vector<void*> arguments;
  for (const loops::Param& param : state.program.params) {
    Extents extents;
    for (const loops::Expr& extent : param.buffer->shape)
      extents.push_back(*loops::constantInt(extent));
    tensors.push_back(randomTensor(extents, random));
    arguments.push_back(tensors.back().mutableBytes().data());
  }
  const int64_t flops = build::groupCost(group.program).flops;
  const auto run = [&] { (void)kernels.run(state.program, arguments).isOk(); };
  if (options.against) {
    const auto peer =
        c.dynamicInputs == 1
            ? bench::onednnPeer(subject.graph.node(subject.members[0]), c.inputs, c.hasRelu)
            : nullptr;
    if (!peer) return {};
    const Duel d = duel(run, peer);
    const double giga = static_cast<double>(flops) / 1e9;
    std::printf("| %s | %.0f | %.0f %% | %.0f | %.2f |\n", c.name.c_str(), giga / d.ours,
                100e9 * giga / d.ours / peak, giga / d.theirs, d.ratio);
    std::fflush(stdout);
    return {};
  }
  const double seconds = bestSeconds(run, 0.25);
  if (flops == 0) {
    double bytes = 0;
    for (const Tensor& tensor : tensors) bytes += static_cast<double>(tensor.bytes().size());
    std::printf("%-34s %9.1f us %8.1f GB/s\n", c.name.c_str(), seconds * 1e6,
                bytes / seconds / 1e9);
    return {};
  }
  std::printf("%-34s %9.1f us %8.1f GF/s %5.1f %%  steps %2zu  compile %5.0f ms\n", c.name.c_str(),
              seconds * 1e6, double(flops) / seconds / 1e9, 100 * double(flops) / seconds / peak,
              trace.steps.size(), compileSeconds * 1e3);
  std::fflush(stdout);
  return {};
}

}  // namespace

// "conv:SIZE,IN,OUT,KERNEL,STRIDE,GROUPS", "conv_transpose:SIZE,IN,OUT,KERNEL,STRIDE" or
// "matmul:M,N,K", "transpose:SIZE,CHANNELS,TO_CHANNELS_LAST".
bool addCase(const std::string& text, std::vector<BenchCase>& cases) {
  long long a[6] = {1, 1, 1, 1, 1, 1};
  if (std::sscanf(text.c_str(), "conv:%lld,%lld,%lld,%lld,%lld,%lld", a, a + 1, a + 2, a + 3, a + 4,
                  a + 5) >= 5) {
    cases.push_back(conv(a[0], a[1], a[2], a[3], a[4], a[5]));
    return true;
  }
  if (std::sscanf(text.c_str(), "transpose:%lld,%lld,%lld", a, a + 1, a + 2) == 3) {
    cases.push_back(transpose(a[0], a[1], a[2] != 0));
    return true;
  }
  if (std::sscanf(text.c_str(), "conv_transpose:%lld,%lld,%lld,%lld,%lld", a, a + 1, a + 2, a + 3,
                  a + 4) == 5) {
    cases.push_back(transposed(a[0], a[1], a[2], a[3], a[4]));
    return true;
  }
  if (std::sscanf(text.c_str(), "matmul:%lld,%lld,%lld", a, a + 1, a + 2) == 3) {
    cases.push_back(matmul(a[0], a[1], a[2], true));
    return true;
  }
  return false;
}

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (a == "--print")
      options.print = true;
    else if (a == "--against-onednn")
      options.against = true;
    else if (a == "--asm")
      options.assembly = true;
    else if (a == "--trace")
      options.trace = true;
    else if (a == "--filter" && i + 1 < argc)
      options.filter = argv[++i];
    else if (a == "--case" && i + 1 < argc && addCase(argv[i + 1], options.cases))
      ++i;
    else if (a == "--schedule" && i + 1 < argc)
      options.schedule = argv[++i];
    else if (a == "--target" && i + 1 < argc)
      options.target = argv[++i];
    else
      return std::fprintf(stderr,
                          "usage: kernel_bench [--filter TEXT] [--case "
                          "conv:SIZE,IN,OUT,KERNEL,STRIDE[,GROUPS]]"
                          " [--case matmul:M,N,K] [--print] [--asm] [--trace] [--target T]"
                          " [--schedule FILE] [--against-onednn]\n"),
             2;
  }
  const auto target =
      options.target.empty() ? codegen::hostTarget() : codegen::parseTarget(options.target);
  if (target.isError()) return std::fprintf(stderr, "%s\n", toText(target.error()).c_str()), 2;
  const double peak = __builtin_cpu_supports("avx512f") ? peakFlops512() : 1e11;
  if (options.against)
    std::printf(
        "| kernel | GF/s | of peak | oneDNN GF/s | ratio |\n| --- | --- | --- | --- | --- |\n");
  else
    std::printf("peak %.1f GF/s, target %s\n", peak / 1e9, target.value().cpu.c_str());
  int failures = 0;
  for (const BenchCase& c : options.cases.empty() ? allCases() : options.cases) {
    if (c.name.find(options.filter) == std::string::npos) continue;
    const Status status = runCase(c, target.value(), options, peak);
    if (status.isOk()) continue;
    std::printf("%-34s %s: %s\n", c.name.c_str(), status.error().code.c_str(),
                toText(status.error()).c_str());
    ++failures;
  }
  return failures != 0;
}

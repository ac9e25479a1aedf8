// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <numeric>

#include "engine/spaces/facts.h"
#include "engine/spaces/register_tile.h"
#include "engine/spaces/rules.h"
#include "engine/spaces/tiled_reduction.h"

namespace heddle::spaces {

using namespace loops;

namespace {

constexpr int64_t maxUnrolledSteps = 16;  // of a window

struct ConvLoops {
  std::string n, channel;
  std::vector<std::string> outer;    // g where there is one
  std::vector<std::string> spatial;  // od, oh, ow
  std::vector<std::string> window;   // kd, kh, kw
  std::string inChannel;             // empty for depthwise
  std::map<std::string, int64_t> extents;
};

ConvLoops convLoops(const TraceBuilder& trace, const std::string& block) {
  ConvLoops loops;
  for (const LoopFact& fact : trace.loopsAround(block)) {
    loops.extents[fact.name] = fact.extent;
    if (fact.iterator == "n")
      loops.n = fact.name;
    else if (fact.iterator == "g")
      loops.outer.push_back(fact.name);
    else if (fact.iterator == "oc")
      loops.channel = fact.name;
    else if (fact.iterator == "ic")
      loops.inChannel = fact.name;
    else if (fact.iterator[0] == 'o')
      loops.spatial.push_back(fact.name);
    else if (fact.iterator[0] == 'k')
      loops.window.push_back(fact.name);
  }
  return loops;
}

// w: [oc, ic, window...] -> [oc / block, window..., ic, oc % block], with `dot` steps of ic last.
std::string packedWeightMap(size_t windowRank, int64_t channels, int64_t dot) {
  std::string old = "o, i", window;
  for (size_t d = 0; d < windowRank; ++d) {
    old += ", k" + std::to_string(d);
    window += ", k" + std::to_string(d);
  }
  const std::string block = std::to_string(channels);
  if (dot == 1) return old + " -> o // " + block + window + ", i, o % " + block;
  const std::string step = std::to_string(dot);
  return old + " -> o // " + block + window + ", i // " + step + ", o % " + block + ", i % " + step;
}

const Buffer* constantWeight(const TraceBuilder& trace, const Block& block) {
  for (const BufferRegion& read : block.f.reads) {
    for (const Param& param : trace.program().params) {
      if (param.role == ParamRole::constant && param.buffer->id == read.buffer->id)
        return &param.buffer;
    }
  }
  return nullptr;
}

int64_t bytesOf(const Buffer& buffer) {
  int64_t bytes = static_cast<int64_t>(sizeBytes(buffer->element));
  for (const Expr& extent : buffer->shape) bytes *= constantInt(extent).value_or(1);
  return bytes;
}

// Products of 8 bits, four to an instruction.
bool isDot(const Buffer& weight, const ConvLoops& loops, const Target& target) {
  return target.hasVnni && weight->element == ElementType::i8 && !loops.inChannel.empty() &&
         loops.extents.at(loops.inChannel) % 4 == 0;
}

// What is left out of the reduction at the border: rows that a window lacks, columns as well once
// they are written out.
void markWindow(const ConvLoops& loops, bool isGuarded, std::vector<std::string>& unrolled,
                std::vector<std::string>& clipped) {
  for (size_t d = 0; isGuarded && d + 1 < loops.window.size(); ++d)
    clipped.push_back(loops.window[d]);
  if ((loops.inChannel.empty() || isGuarded) &&
      loops.extents.at(loops.window.back()) <= maxUnrolledSteps)
    unrolled = {loops.window.back()};
}

bool scheduleTiles(TraceBuilder& trace, const Anchor& anchor, const ConvLoops& loops,
                   const RegisterTile& tile, bool weightsFitCache, int64_t dot, bool isGuarded) {
  TiledReduction plan{anchor.block, anchor.epilogues, {}, loops.channel, {}, {}, 1, 1};
  const std::string row = loops.spatial.size() > 1 ? loops.spatial[loops.spatial.size() - 2] : "";
  plan.axes.push_back({loops.n});
  for (const std::string& g : loops.outer) plan.axes.push_back({g});
  const TiledAxis channel{loops.channel, tile.channels};
  // Weights that stay in the cache are walked for every row; else a row of weights is kept and rows
  // walked.
  if (!weightsFitCache) plan.axes.push_back(channel);
  for (const std::string& axis : loops.spatial) {
    if (axis == loops.spatial.back() && weightsFitCache) plan.axes.push_back(channel);
    plan.axes.push_back({axis, axis == loops.spatial.back() ? tile.columns
                               : axis == row                ? tile.rows
                                                            : 1});
  }
  plan.parallelAxes = plan.axes.size() - (weightsFitCache ? 2 : 1);
  plan.reduceLoops = loops.window;
  markWindow(loops, isGuarded, plan.unrolled, plan.clipped);
  if (!loops.inChannel.empty()) {
    plan.reduceLoops.push_back(loops.inChannel);
    plan.unrollInnermost = isGuarded ? 2 : 4;
    plan.dot = dot;
  }
  return scheduleTiledReduction(trace, plan);
}

constexpr int64_t lineBytes = 64, setBytes = 4096, ways = 8;  // of the first cache

// Positions whose lines for the same channels lie in different places of the first cache.
int64_t positionsInCache(int64_t channels) {
  const int64_t step = std::gcd(setBytes, channels * static_cast<int64_t>(sizeof(float)));
  return ways * (setBytes / std::max(lineBytes, step));
}

// A depthwise window multiplies each element of its input a few times only: what counts is that
// neighbours in a row share loads, that rows of the window stay in the first cache, and that
// accumulators leave registers for a row of the window. `rows`: walked one after another.
RegisterTile depthwiseTile(const TileProblem& p, int64_t windowRows, const Target& target) {
  constexpr int64_t line = lineBytes / static_cast<int64_t>(sizeof(float));
  RegisterTile tile{largestDivisor(p.rows, 8), 1, std::min(p.channels, line)};
  if (tile.rows < 4) tile.rows = largestDivisor(p.rows, 14);
  const int64_t fit = positionsInCache(p.channels);
  int64_t lines = 1;
  // Rows do not stay: at least lines beside each other are read at once.
  if (windowRows * p.columns > fit) lines = fit <= 4 * ways ? 4 : 2;
  while (lines > 1 && p.channels % (lines * line) != 0) lines /= 2;
  tile.channels = std::min(p.channels, lines * line);
  // One and a half lines where no lane is left over.
  if (p.channels % line != 0 && 2 * p.channels % (3 * line) == 0) tile.channels = 3 * line / 2;
  const int64_t vectors = (tile.channels + target.floatLanes() - 1) / target.floatLanes();
  const int64_t room = vectors == 1 ? 14 : 16;
  const int64_t most = std::min(p.columns, std::max<int64_t>(1, room / vectors));
  int64_t least = p.columns + 1;  // columns of tiles that a row lacks
  for (int64_t c = most; c >= std::max<int64_t>(1, most / 2); --c) {
    const int64_t left = (c - p.columns % c) % c;
    if (left < least) least = left, tile.columns = c;
  }
  return tile;
}

bool scheduleDepthwise(TraceBuilder& trace, const Anchor& anchor, const ConvLoops& loops,
                       const RegisterTile& tile, bool isGuarded) {
  TiledReduction plan{anchor.block, anchor.epilogues, {}, loops.channel, loops.window, {}, 1, 1};
  plan.axes.push_back({loops.n});
  for (size_t d = 0; d + 2 < loops.spatial.size(); ++d) plan.axes.push_back({loops.spatial[d]});
  std::string row;
  if (loops.spatial.size() > 1) {
    const auto halves = trace.split(loops.spatial[loops.spatial.size() - 2], tile.rows);
    if (!halves) return false;
    plan.axes.push_back({halves->outer});
    row = halves->inner;
  }
  plan.axes.push_back({loops.channel, tile.channels});
  plan.parallelAxes = plan.axes.size();
  if (!row.empty()) plan.axes.push_back({row});
  plan.axes.push_back({loops.spatial.back(), tile.columns});
  markWindow(loops, isGuarded, plan.unrolled, plan.clipped);
  return scheduleTiledReduction(trace, plan);
}

bool scheduleFew(TraceBuilder& trace, const Anchor& anchor, const ConvLoops& loops,
                 const Buffer& weight, bool isGuarded, const Target& target) {
  const auto name = trace.bufferName(weight->id);
  if (!name || loops.inChannel.empty() || !loops.outer.empty() ||
      weight->element != ElementType::f32)
    return false;
  const auto extent = [&](const std::string& loop) { return loops.extents.at(loop); };
  const size_t rank = loops.window.size();
  const std::string& column = loops.spatial.back();
  FewChannels few{*name,
                  [rank](int64_t lanes) { return lanesMap("o, i", rank, lanes); },
                  {loops.n},
                  column,
                  {},
                  loops.channel,
                  loops.inChannel,
                  extent(column),
                  1,
                  extent(loops.channel),
                  extent(loops.inChannel),
                  extent(loops.inChannel),
                  loops.window,
                  {},
                  {}};
  few.outer.insert(few.outer.end(), loops.spatial.begin(), loops.spatial.end() - 1);
  for (const std::string& k : loops.window) few.steps *= extent(k);
  markWindow(loops, isGuarded, few.unrolled, few.clipped);
  return scheduleFewChannels(trace, anchor, few, target);
}

}  // namespace

bool scheduleConv(TraceBuilder& trace, const Anchor& anchor, const Target& target) {
  const Block* block = trace.block(anchor.block);
  if (!block || !isReduction(*block)) return false;
  const ConvLoops loops = convLoops(trace, anchor.block);
  const Buffer* weight = constantWeight(trace, *block);
  if (!weight || loops.spatial.empty() || loops.channel.empty() || loops.n.empty()) return false;
  // Channels-last is what tiles are made for: the channel must be the contiguous axis of the
  // result.
  const Store* store = singleStore(*block);
  if (!store || sizeBytes(store->buffer->element) != 4) return false;
  const BlockIter* channel = nullptr;
  for (const BlockIter& iter : block->f.iters) {
    if (iter.var->name == "oc") channel = &iter;
  }
  if (!channel || strideOf(store->buffer, store->indices, channel->var->id) != 1) return false;
  const auto extent = [&](const std::string& loop) { return loops.extents.at(loop); };
  const int64_t columns = extent(loops.spatial.back());
  const int64_t rows =
      loops.spatial.size() > 1 ? extent(loops.spatial[loops.spatial.size() - 2]) : 1;
  // Channels of a last block that reach into the next group would be written by both. Rows of a
  // tile would each lack other rows of the window.
  const bool isGuarded = hasSelect(*store);
  if (scheduleFew(trace, anchor, loops, *weight, isGuarded, target)) return true;
  // Fewer and shorter registers have no better tile than the general one.
  const bool isDepthwise = loops.inChannel.empty() && target.vectorBits >= 512;
  const RegisterTile tile = isDepthwise
                                ? depthwiseTile({rows, columns, extent(loops.channel)},
                                                extent(loops.window.front()), target)
                                : chooseRegisterTile({isGuarded ? 1 : rows, columns,
                                                      extent(loops.channel), !loops.outer.empty()},
                                                     target);
  const auto mark = trace.mark();
  const auto name = trace.bufferName((*weight)->id);
  const size_t windowRank = (*weight)->shape.size() - 2;
  const bool fits = bytesOf(*weight) <= target.l2Bytes / 2;
  const int64_t dot = isDot(*weight, loops, target) ? 4 : 1;
  if (name && trace.transformLayout(*name, packedWeightMap(windowRank, tile.channels, dot)) &&
      (isDepthwise ? scheduleDepthwise(trace, anchor, loops, tile, isGuarded)
                   : scheduleTiles(trace, anchor, loops, tile, fits, dot, isGuarded))) {
    return true;
  }
  trace.restore(mark);
  return false;
}

}  // namespace heddle::spaces

// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_snapshot.h"

#include <algorithm>

namespace heddle::test {
namespace {

using namespace session;

GraphNodeView node(uint64_t id, const std::string& op, const std::string& name, NodeClass c,
                   const std::string& essentials = {}, uint32_t origin = 0) {
  GraphNodeView out;
  out.id = OpId{id};
  out.op = op;
  out.name = name;
  out.nodeClass = c;
  out.essentials = essentials;
  out.outputTypes = {"f32[1,64,56,56]"};
  out.origins = {origin};
  out.flops = c == NodeClass::anchor ? 231211008 : 200704;
  out.bytes = c == NodeClass::anchor ? 1753088 : 802816;
  if (op == "conv") out.attributes = {{"kernel_shape", "3,3"}, {"strides", "1,1"}};
  return out;
}

GraphEdgeView edge(uint64_t from, uint64_t to, uint32_t input = 0) {
  return {OpId{from}, OpId{to}, 0, input, "f32[1,64,56,56]", 802816};
}

// A residual block: conv, batch_norm, relu, conv, batch_norm, add, relu. Ids from `id` on.
void addBlock(GraphStageView& stage, uint64_t id, uint64_t input, const std::string& name) {
  const char* ops[] = {"conv", "batch_norm", "relu", "conv", "batch_norm", "add", "relu"};
  const NodeClass classes[] = {NodeClass::anchor,      NodeClass::broadcast, NodeClass::elementwise,
                               NodeClass::anchor,      NodeClass::broadcast, NodeClass::broadcast,
                               NodeClass::elementwise};
  uint64_t previous = input;
  for (uint64_t i = 0; i < 7; ++i) {
    const std::string essentials = classes[i] == NodeClass::anchor ? "3x3 s1 64->64" : "";
    stage.nodes.push_back(node(id + i, ops[i], name + "/" + ops[i] + "_" + std::to_string(i),
                               classes[i], essentials, static_cast<uint32_t>(id + i - 10)));
    if (classes[i] == NodeClass::anchor) {
      const uint64_t weight = 500 + id + i;
      stage.nodes.push_back(node(weight, "constant", name + ".weight", NodeClass::constant));
      stage.edges.push_back(edge(weight, id + i, 1));
    }
    stage.edges.push_back(edge(previous, id + i));
    previous = id + i;
  }
  stage.edges.push_back(edge(input, id + 5, 1));
}

GraphStageView importStage() {
  GraphStageView s;
  s.pass = "import";
  s.identity = "the model as the file has it";
  s.nodes.push_back(node(1, "input", "image", NodeClass::input));
  s.nodes.push_back(node(10, "conv", "stem/conv", NodeClass::anchor, "7x7 s2 3->64", 0));
  s.edges.push_back(edge(1, 10));
  s.nodes.push_back(node(11, "relu", "stem/relu", NodeClass::elementwise, "", 1));
  s.edges.push_back(edge(10, 11));
  s.nodes.push_back(node(12, "max_pool", "stem/pool", NodeClass::opaque, "3x3 s2", 2));
  s.edges.push_back(edge(11, 12));
  addBlock(s, 13, 12, "layer1");
  addBlock(s, 20, 19, "layer2");
  s.nodes.push_back(node(27, "global_average_pool", "head/pool", NodeClass::reduce, "56x56", 17));
  s.edges.push_back(edge(26, 27));
  s.nodes.push_back(node(28, "reshape", "head/flatten", NodeClass::injective, "1x64", 18));
  s.edges.push_back(edge(27, 28));
  s.nodes.push_back(node(29, "dense", "head/fc", NodeClass::anchor, "64->10", 19));
  s.edges.push_back(edge(28, 29));
  s.nodes.push_back(node(30, "softmax", "head/softmax", NodeClass::opaque, "axis 1", 20));
  s.edges.push_back(edge(29, 30));
  s.nodes.push_back(node(31, "output", "probabilities", NodeClass::output));
  s.edges.push_back(edge(30, 31));
  return s;
}

void removeNode(GraphStageView& s, OpId gone, const std::string& reason) {
  OpId producer;
  for (const auto& e : s.edges)
    if (e.to == gone && e.input == 0) producer = e.from;
  for (auto& e : s.edges.own())
    if (e.from == gone) e.from = producer;
  std::erase_if(s.edges.own(), [&](const GraphEdgeView& e) { return e.to == gone; });
  std::erase_if(s.nodes.own(), [&](const GraphNodeView& n) { return n.id == gone; });
  s.rewrites.push_back({gone, producer, reason});
  ++s.removed;
}

GraphStageView following(const GraphStageView& before, const std::string& pass,
                         const std::string& identity) {
  GraphStageView s = before;
  s.pass = pass;
  s.identity = identity;
  s.rewrites.clear();
  s.added = s.removed = s.changed = 0;
  s.milliseconds = 0.42;
  return s;
}

// Batch norms fold into a bias: the node makes way for an add of its own id range.
GraphStageView foldBatchNorm(const GraphStageView& before) {
  GraphStageView s = following(before, "fold_batch_norm", "batch_norm(conv(x, w)) = conv(x, w') + b'");
  for (size_t i = 0; i < s.nodes.size(); ++i) {
    if (s.nodes[i].op != "batch_norm") continue;
    const OpId old = s.nodes[i].id, fresh{old.value + 100};
    s.nodes.own()[i].op = "add";
    s.nodes.own()[i].id = fresh;
    for (auto& e : s.edges.own()) {
      if (e.from == old) e.from = fresh;
      if (e.to == old) e.to = fresh;
    }
    s.rewrites.push_back({old, fresh, "folded into the weights of its convolution"});
    ++s.added, ++s.removed;
  }
  return s;
}

struct GroupSpec {
  std::string name;
  OpId anchor;
  std::vector<uint64_t> members;
};

void addGroups(Snapshot& snapshot, GraphStageView& stage, const std::vector<GroupSpec>& specs) {
  auto fusion = std::make_shared<FusionView>();
  uint64_t id = 0;
  for (const GroupSpec& spec : specs) {
    GroupView group;
    group.id = GroupId{++id};
    group.name = spec.name;
    group.anchor = spec.anchor;
    group.shape = "f32[1,64,56,56]";
    for (uint64_t member : spec.members) {
      group.members.push_back(OpId{member});
      for (auto& n : stage.nodes.own()) {
        if (n.id != OpId{member}) continue;
        n.group = group.id;
        group.flops += n.flops;
        group.bytes += n.bytes;
        if (n.id == spec.anchor) group.pattern = n.nodeClass;
      }
    }
    group.predictedMilliseconds = static_cast<double>(group.flops) / 1e8;
    fusion->groups.push_back(group);
  }
  std::map<OpId, const GraphNodeView*> byId;
  for (const auto& n : stage.nodes) byId[n.id] = &n;
  for (const auto& e : stage.edges) {
    const GraphNodeView *a = byId[e.from], *b = byId[e.to];
    if (!a->group.isValid() || !b->group.isValid()) continue;
    FusionEdgeView why;
    why.producer = e.from;
    why.consumer = e.to;
    why.producerGroup = a->group;
    why.consumerGroup = b->group;
    why.fused = a->group == b->group;
    why.phase = why.fused ? 0 : 1;
    why.rule = why.fused ? "complex takes elementwise and broadcast" : "one complex op a group";
    why.reason = why.fused ? "fused" : "both groups have a complex operator; a group has room for one";
    why.predictedDeltaMilliseconds = why.fused ? 0.031 : -0.012;
    fusion->edges.push_back(why);
  }
  snapshot.fusion = fusion;
}

std::shared_ptr<const ProfileView> makeProfile(const FusionView& fusion) {
  auto profile = std::make_shared<ProfileView>();
  double sum = 0;
  for (const auto& group : fusion.groups) sum += group.predictedMilliseconds;
  int64_t at = 0;
  uint32_t step = 0;
  for (const auto& group : fusion.groups) {
    ProfileRow row;
    row.group = group.id;
    row.name = group.name;
    row.shape = group.shape;
    row.milliseconds = group.predictedMilliseconds;
    row.low = row.milliseconds * 0.98;
    row.high = row.milliseconds * 1.02;
    row.share = row.milliseconds / sum;
    row.gflops = static_cast<double>(group.flops) / row.milliseconds / 1e6;
    row.gbytesPerSecond = static_cast<double>(group.bytes) / row.milliseconds / 1e6;
    row.shareOfPeak = 0.6;
    row.calls = 1;
    row.boundBy = "compute";
    profile->rows.push_back(row);
    const auto ns = static_cast<int64_t>(row.milliseconds * 1e6);
    profile->events.push_back({step++, group.id, 0, at, at + ns});
    at += ns;
  }
  profile->total = {{sum}, "ms", sum, sum * 0.99, sum * 1.01, 0.007, "test machine", 2,
                    "3 warm-up, 10 samples of 1 run", "heddle profile resnet_small.onnx"};
  profile->steps = static_cast<int>(step);
  profile->peakGflops = 180;
  profile->peakGbytesPerSecond = 22;
  return profile;
}

std::shared_ptr<const ModelView> makeModel(const GraphStageView& stage) {
  auto model = std::make_shared<ModelView>();
  model->file = "/models/resnet_small.onnx";
  model->hash = "0123456789abcdef0123456789abcdef";
  model->producer = "pytorch 2.2";
  model->graphName = "main";
  model->irVersion = 8;
  model->opsets = {{"", 17}};
  model->inputs = {{"image", "f32[N,3,224,224]", true}};
  model->outputs = {{"probabilities", "f32[N,10]", true}};
  model->parameters = 159882;
  model->parameterBytes = 639528;
  model->fileBytes = 641022;
  model->flops = 1064521728;
  for (const auto& n : stage.nodes) {
    if (n.nodeClass == NodeClass::input || n.nodeClass == NodeClass::output ||
        n.nodeClass == NodeClass::constant)
      continue;
    ++model->operatorCounts[n.op];
    model->nodes.push_back({n.name, "", n.op, "direct", "", {}, {}});
  }
  return model;
}

}  // namespace

SnapshotRef sampleSnapshot(bool isMeasured) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->id = SnapshotId{isMeasured ? 2u : 1u};
  GraphStageView imported = importStage();
  GraphStageView folded = following(imported, "fold_constants", "f(constants) = constant");
  GraphStageView normed = foldBatchNorm(folded);
  GraphStageView simple = following(normed, "simplify", "reshape(pool(x)) = pool(x) where shapes agree");
  removeNode(simple, OpId{28}, "the pool already gives this shape");
  GraphStageView fused = following(simple, "fuse", "groups of one complex operator and its epilogue");
  addGroups(*snapshot, fused,
            {{"conv + relu", OpId{10}, {10, 11}},
             {"max_pool", OpId{12}, {12}},
             {"conv + add + relu", OpId{13}, {13, 114, 15}},
             {"conv + add + add + relu", OpId{16}, {16, 117, 18, 19}},
             {"conv + add + relu", OpId{20}, {20, 121, 22}},
             {"conv + add + add + relu", OpId{23}, {23, 124, 25, 26}},
             {"global_average_pool", OpId{27}, {27}},
             {"dense", OpId{29}, {29}},
             {"softmax", OpId{30}, {30}}});
  snapshot->model = makeModel(imported);
  for (const GraphStageView* stage : {&imported, &folded, &normed, &simple, &fused})
    snapshot->stages.push_back(std::make_shared<GraphStageView>(*stage));
  if (isMeasured) {
    snapshot->isCompiled = true;
    snapshot->profile = makeProfile(*snapshot->fusion);
    snapshot->profiledOn = snapshot->id;
    snapshot->arenaBytes = 2408448;
  }
  snapshot->problems = {{"fusion.large", "{0} has no fast schedule yet", {{"node", 30, "head/softmax"}},
                         "resnet_small.onnx", "it runs as a plain loop", Severity::warning}};
  return snapshot;
}

SnapshotRef syntheticSnapshot(int count) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->id = SnapshotId{1};
  auto stage = std::make_shared<GraphStageView>();
  stage->pass = "import";
  const NodeClass classes[] = {NodeClass::anchor, NodeClass::elementwise, NodeClass::broadcast,
                               NodeClass::injective, NodeClass::reduce};
  // Blocks of eight: one head, three branches of two, one join that also takes the block's input.
  for (int i = 0; i < count; ++i) {
    const uint64_t id = static_cast<uint64_t>(i) + 1;
    stage->nodes.push_back(node(id, i % 8 == 0 ? "layer_norm" : "matmul",
                                "block_" + std::to_string(i / 8) + "/op_" + std::to_string(i % 8),
                                classes[i % 5], "768->768", static_cast<uint32_t>(i)));
    const int in = i % 8;
    const uint64_t head = id - static_cast<uint64_t>(in);
    if (in == 0 && i > 0) stage->edges.push_back(edge(id - 1, id));
    if (in == 1 || in == 3 || in == 5) stage->edges.push_back(edge(head, id));
    if (in == 2 || in == 4 || in == 6) stage->edges.push_back(edge(id - 1, id));
    if (in == 7) {
      for (uint64_t branch : {2, 4, 6}) stage->edges.push_back(edge(head + branch, id));
      stage->edges.push_back(edge(head, id, 3));
    }
  }
  auto model = std::make_shared<ModelView>();
  model->file = "/models/synthetic_" + std::to_string(count) + ".onnx";
  model->hash = std::to_string(count);
  snapshot->model = model;
  snapshot->stages.push_back(stage);
  return snapshot;
}

}  // namespace heddle::test

// SPDX-License-Identifier: Apache-2.0
#include "bench/onednn_peer.h"

#ifdef HEDDLE_HAS_ONEDNN
#include <oneapi/dnnl/dnnl.hpp>

#include <cstdlib>
#include <memory>
#include <random>

namespace heddle::bench {
namespace {

using Memory = dnnl::memory;
using Dims = Memory::dims;
using Arguments = std::unordered_map<int, Memory>;

struct Job {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
  dnnl::primitive primitive;
  Arguments arguments;
};

Memory::desc anyFormat(const Dims& dims) {
  return {dims, Memory::data_type::f32, Memory::format_tag::any};
}

// Random values: zeros would be quicker than life.
Memory filled(const Memory::desc& desc, const dnnl::engine& engine) {
  Memory memory(desc, engine);
  std::mt19937 random(1);
  std::uniform_real_distribution<float> uniform(-1, 1);
  auto* values = static_cast<float*>(memory.get_data_handle());
  for (size_t i = 0; i < desc.get_size() / sizeof(float); ++i) values[i] = uniform(random);
  return memory;
}

dnnl::primitive_attr attributesOf(bool hasRelu) {
  dnnl::primitive_attr attributes;
  if (!hasRelu) return attributes;
  dnnl::post_ops after;
  after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
  attributes.set_post_ops(after);
  return attributes;
}

// x: [n, h, w, c], w: [o, c / group, kh, kw].
std::shared_ptr<Job> convolution(const graph::Node& node, const std::vector<Extents>& in,
                                 bool hasRelu) {
  auto job = std::make_shared<Job>();
  const auto strides = node.intsAttribute("strides"), pads = node.intsAttribute("pads");
  const int64_t group = node.intAttribute("group");
  const Extents &x = in[0], &w = in[1];
  const auto out = [&](size_t d) {
    return (x[1 + d] + pads[d] + pads[d + 2] - w[2 + d]) / strides[d] + 1;
  };
  Dims weight{w[0], w[1], w[2], w[3]};
  if (group > 1) weight = {group, w[0] / group, w[1], w[2], w[3]};
  const dnnl::convolution_forward::desc desc(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
      anyFormat({x[0], x[3], x[1], x[2]}), anyFormat(weight), anyFormat({w[0]}),
      anyFormat({x[0], w[0], out(0), out(1)}), {strides[0], strides[1]}, {pads[0], pads[1]},
      {pads[2], pads[3]});
  const dnnl::convolution_forward::primitive_desc chosen(desc, attributesOf(hasRelu), job->engine);
  job->primitive = dnnl::convolution_forward(chosen);
  job->arguments = {{DNNL_ARG_SRC, filled(chosen.src_desc(), job->engine)},
                    {DNNL_ARG_WEIGHTS, filled(chosen.weights_desc(), job->engine)},
                    {DNNL_ARG_BIAS, filled(chosen.bias_desc(), job->engine)},
                    {DNNL_ARG_DST, filled(chosen.dst_desc(), job->engine)}};
  return job;
}

std::shared_ptr<Job> product(const std::vector<Extents>& in) {
  auto job = std::make_shared<Job>();
  const Extents &a = in[0], &b = in[1];
  const dnnl::matmul::desc desc(anyFormat({a[0], a[1]}), anyFormat({b[0], b[1]}),
                                anyFormat({a[0], b[1]}));
  const dnnl::matmul::primitive_desc chosen(desc, job->engine);
  job->primitive = dnnl::matmul(chosen);
  job->arguments = {{DNNL_ARG_SRC, filled(chosen.src_desc(), job->engine)},
                    {DNNL_ARG_WEIGHTS, filled(chosen.weights_desc(), job->engine)},
                    {DNNL_ARG_DST, filled(chosen.dst_desc(), job->engine)}};
  return job;
}

}  // namespace

std::function<void()> onednnPeer(const graph::Node& node, const std::vector<Extents>& inputs,
                                 bool hasRelu) {
  setenv("OMP_NUM_THREADS", "1", 1);
  std::shared_ptr<Job> job;
  if (node.kind == graph::OpKind::conv && inputs[0].size() == 4)
    job = convolution(node, inputs, hasRelu);
  else if (node.kind == graph::OpKind::matmul && inputs[0].size() == 2)
    job = product(inputs);
  if (!job) return {};
  return [job] {
    job->primitive.execute(job->stream, job->arguments);
    job->stream.wait();
  };
}

}  // namespace heddle::bench
#else
namespace heddle::bench {

std::function<void()> onednnPeer(const graph::Node&, const std::vector<Extents>&, bool) {
  return {};
}

}  // namespace heddle::bench
#endif

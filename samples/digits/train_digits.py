#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains a small convolutional classifier on scikit-learn's handwritten digits and writes it as ONNX.

    python3 -m venv /tmp/digits && /tmp/digits/bin/pip install numpy scikit-learn onnx onnxruntime pillow
    /tmp/digits/bin/python train_digits.py

Writes digits.onnx, labels.txt, images/*.png, digits_inputs.npz and digits_expected.npz beside itself. The
expected outputs come from ONNX Runtime, so that they do not share a line of code with this project.
"""
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

HERE = pathlib.Path(__file__).parent
EPSILON = 1e-5
random = np.random.default_rng(7)


class Conv:
    """3x3, padding 1. x: [N,C,H,W]"""

    def __init__(self, inputs, outputs):
        self.w = random.normal(0, np.sqrt(2 / (9 * inputs)), (outputs, inputs, 3, 3)).astype(np.float32)
        self.parameters = ["w"]

    def forward(self, x, training):
        padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        self.columns = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (2, 3))  # [N,C,H,W,3,3]
        return np.einsum("nchwij,ocij->nohw", self.columns, self.w, optimize=True)

    def backward(self, dy):
        self.dw = np.einsum("nchwij,nohw->ocij", self.columns, dy, optimize=True)
        padded = np.pad(dy, ((0, 0), (0, 0), (1, 1), (1, 1)))
        columns = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (2, 3))
        return np.einsum("nohwij,ocij->nchw", columns, self.w[:, :, ::-1, ::-1], optimize=True)


class BatchNorm:
    def __init__(self, channels):
        self.scale, self.bias = np.ones(channels, np.float32), np.zeros(channels, np.float32)
        self.mean, self.variance = np.zeros(channels, np.float32), np.ones(channels, np.float32)
        self.parameters = ["scale", "bias"]

    def forward(self, x, training):
        if training:
            mean, variance = x.mean((0, 2, 3)), x.var((0, 2, 3))
            self.mean += 0.1 * (mean - self.mean)
            self.variance += 0.1 * (variance - self.variance)
        else:
            mean, variance = self.mean, self.variance
        self.deviation = np.sqrt(variance + EPSILON)[:, None, None]
        self.unit = (x - mean[:, None, None]) / self.deviation
        return self.unit * self.scale[:, None, None] + self.bias[:, None, None]

    def backward(self, dy):
        self.dscale, self.dbias = (dy * self.unit).sum((0, 2, 3)), dy.sum((0, 2, 3))
        count = dy.size / dy.shape[1]
        centred = dy - (self.dbias[:, None, None] + self.unit * self.dscale[:, None, None]) / count
        return centred * self.scale[:, None, None] / self.deviation


class Relu:
    parameters = []

    def forward(self, x, training):
        self.kept = x > 0
        return x * self.kept

    def backward(self, dy):
        return dy * self.kept


class MaxPool:
    """2x2 with stride 2."""
    parameters = []

    def forward(self, x, training):
        n, c, h, w = x.shape
        blocks = x.reshape(n, c, h // 2, 2, w // 2, 2)
        y = blocks.max((3, 5))
        self.winners = blocks == y[:, :, :, None, :, None]
        return y

    def backward(self, dy):
        share = dy[:, :, :, None, :, None] * self.winners
        n, c, h, _, w, _ = share.shape
        return share.reshape(n, c, 2 * h, 2 * w)


class Gemm:
    def __init__(self, inputs, outputs):
        self.w = random.normal(0, np.sqrt(1 / inputs), (outputs, inputs)).astype(np.float32)
        self.b = np.zeros(outputs, np.float32)
        self.parameters = ["w", "b"]

    def forward(self, x, training):
        self.shape, self.x = x.shape, x.reshape(len(x), -1)
        return self.x @ self.w.T + self.b

    def backward(self, dy):
        self.dw, self.db = dy.T @ self.x, dy.sum(0)
        return (dy @ self.w).reshape(self.shape)


LAYERS = [Conv(1, 16), BatchNorm(16), Relu(), Conv(16, 32), BatchNorm(32), Relu(), MaxPool(),
          Conv(32, 32), BatchNorm(32), Relu(), MaxPool(), Gemm(128, 10)]


def forward(x, training=False):
    for layer in LAYERS:
        x = layer.forward(x, training)
    return x


def train(x, y, epochs=40, batch=64):
    moments = {(i, p): [0.0, 0.0] for i, layer in enumerate(LAYERS) for p in layer.parameters}
    step = 0
    for epoch in range(epochs):
        rate = 3e-3 * 0.5 * (1 + np.cos(np.pi * epoch / epochs))
        order = random.permutation(len(x))
        for begin in range(0, len(x), batch):
            chosen = order[begin:begin + batch]
            scores = forward(x[chosen], True)
            shares = np.exp(scores - scores.max(1, keepdims=True))
            shares /= shares.sum(1, keepdims=True)
            shares[np.arange(len(chosen)), y[chosen]] -= 1
            slope = shares / len(chosen)
            for layer in reversed(LAYERS):
                slope = layer.backward(slope)
            step += 1
            for (i, p), m in moments.items():  # Adam
                g = getattr(LAYERS[i], "d" + p)
                m[0], m[1] = 0.9 * m[0] + 0.1 * g, 0.999 * m[1] + 0.001 * g * g
                change = m[0] / (1 - 0.9 ** step) / (np.sqrt(m[1] / (1 - 0.999 ** step)) + 1e-8)
                setattr(LAYERS[i], p, (getattr(LAYERS[i], p) - rate * change).astype(np.float32))


def write_onnx(path):
    nodes, weights, value = [], [], "image"

    def add(op, inputs, **attributes):
        nonlocal value
        name = f"{op.lower()}{sum(n.op_type == op for n in nodes) + 1}"
        names = [value]
        for label, array in inputs:
            weights.append(numpy_helper.from_array(np.ascontiguousarray(array, np.float32), f"{name}.{label}"))
            names.append(weights[-1].name)
        nodes.append(helper.make_node(op, names, [name], name=name, **attributes))
        value = name

    for layer in LAYERS:
        if isinstance(layer, Conv):
            add("Conv", [("weight", layer.w)], kernel_shape=[3, 3], pads=[1, 1, 1, 1])
        elif isinstance(layer, BatchNorm):
            add("BatchNormalization", [(p, getattr(layer, p)) for p in ("scale", "bias", "mean", "variance")],
                epsilon=EPSILON)
        elif isinstance(layer, Relu):
            add("Relu", [])
        elif isinstance(layer, MaxPool):
            add("MaxPool", [], kernel_shape=[2, 2], strides=[2, 2])
        else:
            add("Flatten", [])
            add("Gemm", [("weight", layer.w), ("bias", layer.b)], transB=1)
    add("Softmax", [], axis=-1)
    nodes[-1].output[0] = "probabilities"
    graph = helper.make_graph(
        nodes, "digits", [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 8, 8])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", 10])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="train_digits.py")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, path)


def main():
    digits = load_digits()
    images = (digits.images / 16).astype(np.float32)[:, None]  # [N,1,8,8], 0 to 1
    x, x_test, y, y_test = train_test_split(images, digits.target, test_size=360, random_state=7, stratify=digits.target)
    train(x, y)
    print(f"accuracy on {len(x_test)} digits not trained on: {(forward(x_test).argmax(1) == y_test).mean():.4f}")
    write_onnx(HERE / "digits.onnx")
    (HERE / "labels.txt").write_text("".join(f"{digit}\n" for digit in range(10)))
    chosen = np.concatenate([np.flatnonzero(y_test == digit)[-2:] for digit in range(10)])
    (HERE / "images").mkdir(exist_ok=True)
    for place, i in enumerate(chosen):
        pixels = np.round(x_test[i, 0] * 255).astype(np.uint8).repeat(4, 0).repeat(4, 1)
        Image.fromarray(pixels).save(HERE / "images" / f"{y_test[i]}_{place % 2 + 1}.png", optimize=True)
    np.savez_compressed(HERE / "digits_inputs.npz", image=x_test[chosen])
    session = onnxruntime.InferenceSession(str(HERE / "digits.onnx"))
    (probabilities,) = session.run(None, {"image": x_test[chosen]})
    np.savez_compressed(HERE / "digits_expected.npz", probabilities=probabilities)


if __name__ == "__main__":
    main()

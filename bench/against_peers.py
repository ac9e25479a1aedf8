#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Latency of whole networks against ONNX Runtime and OpenVINO; prints a Markdown table.

A developer's tool: it wants a Python with numpy, onnxruntime and openvino, which nothing else here does.

    bench/against_peers.py --heddle build/release/bin/heddle MODEL... [--threads N] [--rounds R]

MODEL is a file, or FILE@x:[1,3,48,192],y:[...] where the file leaves sizes open. For each model the
programs run by turns (A B C, then C B A, ...), each in a process of its own pinned to the same cores, on the
same inputs; each round gives one ratio of medians. The table has medians (and the best), the median ratio
(below 1: Heddle is faster), a bootstrap interval of it, the ratio of the best times, and the largest difference of the outputs from those
of the first peer, so that no wrong result counts as fast.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import numpy as np

TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(int32)": np.int32,
         "tensor(uint8)": np.uint8, "tensor(bool)": np.bool_, "tensor(double)": np.float64}


def session(model, threads):
    import onnxruntime as ort
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def runner(name, model, threads, inputs):
    """What runs the network once and returns its outputs by name."""
    if name == "onnxruntime":
        net = session(model, threads)
        names = [o.name for o in net.get_outputs()]
        return lambda: dict(zip(names, net.run(names, inputs)))
    import openvino as ov
    core = ov.Core()
    net = core.read_model(model)
    if any(i.partial_shape.is_dynamic for i in net.inputs):
        net.reshape({i: inputs[i.any_name].shape for i in net.inputs})
    compiled = core.compile_model(net, "CPU", {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1,
                                               "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"})
    request = compiled.create_infer_request()
    outputs = {o.any_name: o for o in compiled.outputs}

    def run():
        request.infer(inputs, share_inputs=True, share_outputs=True)
        return {n: request.get_tensor(o).data for n, o in outputs.items()}
    return run


def peer(name, model, threads, inputs_file, outputs_file):
    """Child: loads once; for each line "warmup samples number" on stdin prints the samples in ms."""
    run = runner(name, model, threads, dict(np.load(inputs_file)))
    np.savez(outputs_file, **{n: np.array(v) for n, v in run().items()})
    print("ready", flush=True)
    for line in sys.stdin:
        warmup, samples, number = map(int, line.split())
        for _ in range(warmup):
            run()
        times = []
        for _ in range(samples):
            start = time.perf_counter()
            for _ in range(number):
                run()
            times.append((time.perf_counter() - start) * 1e3 / number)
        print(json.dumps(times), flush=True)


def make_inputs(model, shapes, seed=1):
    rng = np.random.default_rng(seed)
    inputs = {}
    for arg in session(model, 1).get_inputs():
        shape = shapes.get(arg.name) or [d if isinstance(d, int) and d > 0 else 1 for d in arg.shape]
        kind = TYPES[arg.type]
        if kind in (np.float32, np.float64):
            inputs[arg.name] = rng.standard_normal(shape).astype(kind)
        else:
            inputs[arg.name] = rng.integers(0, 2, shape).astype(kind)
    return inputs


def parse_model(text):
    path, _, rest = text.partition("@")
    shapes = {name: [int(d) for d in dims.split(",")] for name, dims in re.findall(r"([^,:]+):\[([\d,]+)\]", rest)}
    return path, shapes


def run_heddle(args, path, shapes, inputs, outputs, cores, plan):
    command = ["taskset", "-c", cores, args.heddle, "run", path, "--threads", str(args.threads), "--json",
               "--print-time", "--inputs", inputs, "--outputs", outputs,
               "--warmup", str(plan[0]), "--repeat", str(plan[1]), "--number", str(plan[2])]
    if shapes:
        command += ["--input-shapes", ",".join(f"{n}:[{','.join(map(str, s))}]" for n, s in shapes.items())]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError((done.stdout + done.stderr).strip().splitlines()[0] if done.stdout + done.stderr else "died")
    return float(np.median(json.loads(done.stdout)["latency"]["samples"]))


def difference(ours, theirs):
    """Largest difference, as a share of the largest value of that output."""
    a, b = np.load(ours), np.load(theirs)
    worst = 0.0
    for name in b.files:
        if name not in a.files or a[name].shape != b[name].shape:
            return float("inf")
        if b[name].size:
            scale = max(1e-6, float(np.abs(b[name].astype(np.float64)).max()))
            worst = max(worst, float(np.abs(a[name].astype(np.float64) - b[name]).max()) / scale)
    return worst


def interval(ratios, rng):
    medians = [np.median(rng.choice(ratios, len(ratios))) for _ in range(2000)]
    return np.percentile(medians, [2.5, 97.5])


class Peer:
    """Another runtime in a process of its own, on the same cores and inputs."""

    def __init__(self, name, path, threads, cores, inputs, outputs):
        self.name, self.outputs = name, outputs
        self.child = subprocess.Popen(["taskset", "-c", cores, sys.executable, __file__, "--peer", name, path,
                                       str(threads), inputs, outputs],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if self.child.stdout.readline().strip() != "ready":
            raise RuntimeError(f"{name} does not run it")

    def measure(self, plan):
        self.child.stdin.write(" ".join(map(str, plan)) + "\n")
        self.child.stdin.flush()
        return float(np.median(json.loads(self.child.stdout.readline())))

    def close(self):
        self.child.stdin.close()
        self.child.wait()


def compare(args, text, folder):
    """One row: Heddle, then each peer with the ratio to it."""
    path, shapes = parse_model(text)
    inputs, ours = os.path.join(folder, "inputs.npz"), os.path.join(folder, "ours.npz")
    np.savez(inputs, **make_inputs(path, shapes))
    cores = args.cores or ",".join(map(str, sorted(os.sched_getaffinity(0))[-args.threads:]))
    peers = []
    for name in args.peers.split(","):
        try:
            peers.append(Peer(name, path, args.threads, cores, inputs, os.path.join(folder, name + ".npz")))
        except (RuntimeError, OSError):
            peers.append(None)
    first = min(p.measure((1, 3, 1)) for p in peers if p)
    number = max(1, int(2.0 / first))
    samples = int(np.clip(args.slice * 1e3 / (first * number), 3, 50))
    plan = (max(2, int(20 / first)), samples, number)
    measures = [lambda: run_heddle(args, path, shapes, inputs, ours, cores, plan)]
    measures += [(lambda p=p: p.measure(plan) if p else float("nan")) for p in peers]
    rounds = []
    for i in range(args.rounds):
        order = range(len(measures)) if i % 2 == 0 else reversed(range(len(measures)))
        times = {k: measures[k]() for k in order}
        rounds.append([times[k] for k in range(len(measures))])
    rounds = np.array(rounds)
    row = f"| {os.path.splitext(os.path.basename(path))[0]} | {np.median(rounds[:, 0]):.3g} ({rounds[:, 0].min():.3g})"
    worst = 0.0
    for k, p in enumerate(peers, 1):
        if not p:
            row += " | refused | |"
            continue
        p.close()
        ratios = rounds[:, 0] / rounds[:, k]
        low, high = interval(ratios, np.random.default_rng(1))
        row += (f" | {np.median(rounds[:, k]):.3g} ({rounds[:, k].min():.3g}) "
                f"| {np.median(ratios):.2f} ({low:.2f} to {high:.2f}) "
                f"| {rounds[:, 0].min() / rounds[:, k].min():.2f}")
        worst = difference(ours, p.outputs) if k == 1 else worst
    return row + f" | {worst:.1e} |"


def main():
    if len(sys.argv) > 1 and sys.argv[1] == "--peer":
        return peer(sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5], sys.argv[6])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--heddle", default="build/release/bin/heddle")
    parser.add_argument("--peers", default="onnxruntime,openvino")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--cores", help="as for taskset; the last ones if not given")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slice", type=float, default=0.4, help="seconds of measuring in a round and program")
    args = parser.parse_args()
    names = args.peers.split(",")
    print("| network | Heddle, ms |" + "".join(f" {n}, ms | ratio (95 %) | of best |" for n in names) + " difference |")
    print("| --- | --- |" + " --- | --- | --- |" * len(names) + " --- |", flush=True)
    for model in args.models:
        with tempfile.TemporaryDirectory() as folder:
            try:
                print(compare(args, model, folder), flush=True)
            except Exception as error:  # a table with a reason beats no table
                print(f"| {os.path.basename(model)} | {error} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

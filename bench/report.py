#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures everything of this folder and writes bench/RESULTS.md.

    bench/report.py --python PYTHON [--bin build/release/bin] [--models FOLDER] [--threads 1,2] [--core N] [--rounds R]

PYTHON has numpy, onnxruntime and openvino (see against_peers.py). Networks are those that heddle-make-model writes,
and the models in FOLDER. Quantised and dynamic models get the sizes below.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile

GENERATED = ["resnet18", "resnet50", "mobilenet_v2", "squeezenet", "bert_base:2", "yolo:320"]
SIZES = {"ppocr_cls": "x:[1,3,48,192]", "ppocrv4_det_ch": "x:[1,3,320,320]"}
SKIPPED = {"silero_vad", "polygraphy_loop", "superres_prepost_op18"}  # refused: control flow, custom operators


def machine():
    info = {}
    for line in open("/proc/cpuinfo"):
        key, _, value = line.partition(":")
        info.setdefault(key.strip(), value.strip())
    wide = "AVX-512" if "avx512f" in info.get("flags", "") else "AVX2" if "avx2" in info.get("flags", "") else "SSE"
    family = f"family {info.get('cpu family', '?')}, model {info.get('model', '?')}"
    return f"{info.get('vendor_id', '?')} {family}, {os.cpu_count()} processors, {wide}"


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command[:3])}: {done.stderr.strip()[-400:]}")
    return done.stdout


def networks(args, folder):
    models = []
    for name in GENERATED:
        path = os.path.join(folder, name.partition(":")[0] + ".onnx")
        run([os.path.join(args.bin, "heddle-make-model"), name, path])
        models.append(path)
    for path in sorted(glob.glob(os.path.join(args.models or "", "*.onnx"))) if args.models else []:
        name = os.path.splitext(os.path.basename(path))[0]
        if name not in SKIPPED:
            models.append(path + ("@" + SIZES[name] if name in SIZES else ""))
    return models


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("--models")
    parser.add_argument("--threads", default="1")
    parser.add_argument("--core", default=str(os.cpu_count() - 1), help="for one thread")
    parser.add_argument("--rounds", default="7")
    parser.add_argument("--slice", default="0.3", help="seconds of measuring in a round and program")
    args = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    before = os.getloadavg()[0]
    text = ["# Results", "", "Written by `bench/report.py`. A ratio below 1: Heddle is faster.", "",
            f"Machine: {machine()}, a virtual machine; load when this began {before:.1f}.",
            "Programs run by turns on the same cores, each round gives a ratio, the table has the median of the ratios.",
            "Where the load is above the number of processors, others ran as well: wide intervals say so, the ratio of the",
            "best times is the better hint, and absolute times say little.", ""]
    with tempfile.TemporaryDirectory() as folder:
        models = networks(args, folder)
        for threads in args.threads.split(","):
            text += [f"## Networks, batch 1, {threads} thread" + ("s" if threads != "1" else ""),
                     "Median and (best) milliseconds; median ratio and its 95 % bootstrap interval; largest difference of",
                     "the outputs from ONNX Runtime's as a share of the largest value.", ""]
            command = [args.python, os.path.join(here, "against_peers.py"), "--heddle", os.path.join(args.bin, "heddle"),
                       "--rounds", args.rounds, "--slice", args.slice, "--threads", threads]
            if threads == "1":
                command += ["--cores", args.core]
            text += [run(command + models)]
    text += ["## Kernels, one thread, against oneDNN 2.6 with bias and relu fused", "Median ratio of best times, by turns.",
             "", run(["taskset", "-c", args.core, os.path.join(args.bin, "kernel_bench"), "--against-onednn"])]
    text += ["## All kernels of the benchmark",
             "The peak is that of multiply-adds; additions and maxima of an epilogue may run beside them and count as well.",
             "", "```",
             run(["taskset", "-c", args.core, os.path.join(args.bin, "kernel_bench")]).rstrip(), "```", ""]
    lesson = os.path.join(here, "..", "samples", "schedules", "lesson_matmul.trace")
    text += ["## The lesson's matmul, one thread, beside oneDNN and OpenBLAS", "",
             run(["taskset", "-c", args.core, args.python, os.path.join(here, "lesson_against_peers.py"),
                  os.path.join(args.bin, "heddle"), lesson])]
    with open(os.path.join(here, "RESULTS.md"), "w") as out:
        out.write("\n".join(text))
    return 0


if __name__ == "__main__":
    sys.exit(main())

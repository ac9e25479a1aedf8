#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The matmul lesson's schedule beside oneDNN and OpenBLAS, by turns, one thread.

    lesson_against_peers.py HEDDLE LESSON [--size N]... [--rounds N]

HEDDLE is the program, LESSON samples/schedules/lesson_matmul.trace. oneDNN is libdnnl of the system,
OpenBLAS the one inside numpy. Each round measures all of them; per contestant the median of the rounds
and the best are printed, with their share of the multiply-add peak that Heddle measured in the same run.
"""
import argparse
import ctypes
import json
import os
import statistics
import subprocess
import tempfile
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy  # noqa: E402  (threads are set first)

SECONDS = 0.3  # of timed calls in a round


def lesson_trace(path, lanes):
    """The whole trace, for the processor's vectors."""
    text = open(path, encoding="utf-8").read()
    rows = 8 if lanes == 16 else 4
    return text.replace("$columns", str(2 * lanes)).replace("$lanes", str(lanes)).replace("$rows", str(rows))


def vector_lanes():
    flags = open("/proc/cpuinfo", encoding="utf-8").read()
    return 16 if "avx512f" in flags else 8 if "avx2" in flags else 4


def heddle_round(heddle, trace, size):
    output = subprocess.run(
        [heddle, "schedule", "--workload", f"matmul:{size},{size},{size}", "--replay", trace, "--measure",
         "--budget", str(SECONDS), "--json"], check=True, capture_output=True, text=True).stdout
    answer = json.loads(output)
    return answer["measured"]["time"]["samples"], answer["history"]["peak_gflops"]


def timed(call):
    """Milliseconds of each call."""
    call()
    samples, end = [], time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(samples) < 3:
        begin = time.perf_counter()
        call()
        samples.append((time.perf_counter() - begin) * 1e3)
    return samples


def onednn(a, b, c):
    library = ctypes.CDLL("libdnnl.so.2")
    n = ctypes.c_int64(a.shape[0])
    pointers = [x.ctypes.data_as(ctypes.c_void_p) for x in (a, b, c)]

    def call():
        status = library.dnnl_sgemm(ctypes.c_char(b"N"), ctypes.c_char(b"N"), n, n, n, ctypes.c_float(1), pointers[0],
                                    n, pointers[1], n, ctypes.c_float(0), pointers[2], n)
        assert status == 0
    return call


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("heddle")
    parser.add_argument("lesson")
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".trace") as trace:
        trace.write(lesson_trace(options.lesson, vector_lanes()))
        trace.flush()
        print("| size | contestant | median ms | GF/s | of peak | best ms | GF/s | of peak |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for size in options.size or [512, 1024]:
            random = numpy.random.default_rng(1)
            a, b = (random.random((size, size), dtype=numpy.float32) for _ in range(2))
            c, d = (numpy.zeros((size, size), dtype=numpy.float32) for _ in range(2))
            call_onednn = onednn(a, b, c)
            rounds, best = {}, {}
            for _ in range(options.rounds):
                samples, peak = heddle_round(options.heddle, trace.name, size)
                for name, taken in (("Heddle, the lesson", samples),
                                    ("oneDNN", timed(call_onednn)),
                                    ("OpenBLAS", timed(lambda: numpy.matmul(a, b, out=d)))):
                    rounds.setdefault(name, []).append(statistics.median(taken))
                    best[name] = min(best.get(name, 1e9), min(taken))
            assert numpy.allclose(c, d, rtol=1e-3)
            for name, medians in rounds.items():
                cells = []
                for milliseconds in (statistics.median(medians), best[name]):
                    gflops = 2 * size**3 / milliseconds / 1e6
                    cells += [f"{milliseconds:.3f}", f"{gflops:.1f}", f"{gflops / peak:.0%}"]
                print(f"| {size} | {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

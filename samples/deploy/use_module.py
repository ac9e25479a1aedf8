#!/usr/bin/env python3
"""Runs a module that Heddle exported, with ctypes and nothing else.

  heddle export digits.onnx -o out
  python3 use_module.py out/digits.json image=digit.npy

The .json beside the library says what the module is. Inputs are NAME=FILE with raw row-major bytes or a .npy
array; --save DIRECTORY keeps the outputs as raw bytes.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import ctypes
import json
import pathlib
import struct
import sys


class TensorInfo(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("element", ctypes.c_uint32), ("rank", ctypes.c_uint32),
                ("extents", ctypes.POINTER(ctypes.c_int64)), ("size_bytes", ctypes.c_uint64)]


class Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("threads", ctypes.c_int32), ("reserved", ctypes.c_int32),
                ("params_path", ctypes.c_char_p), ("params_data", ctypes.c_void_p),
                ("params_size", ctypes.c_size_t), ("arena", ctypes.c_void_p), ("arena_size", ctypes.c_size_t),
                ("listener", ctypes.c_void_p)]


class Module:
    """A module, ready to run; close() or a with statement ends it."""

    def __init__(self, metadata_path, threads=0):
        metadata_path = pathlib.Path(metadata_path).resolve()
        metadata = json.loads(metadata_path.read_text())
        self._library = ctypes.CDLL(str(metadata_path.with_suffix(".so")))
        self._declare(metadata["create_function"])
        options = Options(struct_size=ctypes.sizeof(Options), threads=threads)
        if not metadata["parameters"]["embedded"]:
            options.params_path = str(metadata_path.with_suffix(".params")).encode()
        self._module = ctypes.c_void_p()
        create = getattr(self._library, metadata["create_function"])
        self._check(create(ctypes.byref(options), ctypes.byref(self._module)))
        self._kept = {}

    def _declare(self, create_function):
        module, index = ctypes.c_void_p, ctypes.c_uint32
        pointer = ctypes.POINTER
        for name, result, arguments in [
            (create_function, ctypes.c_int, [pointer(Options), pointer(module)]),
            ("heddle_last_error", ctypes.c_char_p, [module]),
            ("heddle_output_count", index, [module]),
            ("heddle_find_input", ctypes.c_int32, [module, ctypes.c_char_p]),
            ("heddle_input_info", pointer(TensorInfo), [module, index]),
            ("heddle_output_info", pointer(TensorInfo), [module, index]),
            ("heddle_set_input", ctypes.c_int,
             [module, index, ctypes.c_char_p, index, pointer(ctypes.c_int64), index]),
            ("heddle_run", ctypes.c_int, [module]),
            ("heddle_get_output", ctypes.c_int,
             [module, index, pointer(ctypes.c_void_p), pointer(ctypes.c_size_t)]),
            ("heddle_module_destroy", None, [module]),
        ]:
            function = getattr(self._library, name)
            function.restype, function.argtypes = result, arguments

    def _check(self, status):
        if status != 0:
            raise RuntimeError(self._library.heddle_last_error(self._module).decode())

    def set_input(self, name, data):
        index = self._library.heddle_find_input(self._module, name.encode())
        if index < 0:
            raise KeyError(f"{name!r} is no input of the module")
        info = self._library.heddle_input_info(self._module, index).contents
        if len(data) != info.size_bytes:
            raise ValueError(f"input {name!r} has {info.size_bytes} bytes, not {len(data)}")
        self._kept[name] = data  # borrowed until the run is over
        self._check(self._library.heddle_set_input(self._module, index, data, info.element, info.extents,
                                                   info.rank))

    def run(self):
        """Returns (name, element, extents, bytes) of each output."""
        self._check(self._library.heddle_run(self._module))
        outputs = []
        for index in range(self._library.heddle_output_count(self._module)):
            info = self._library.heddle_output_info(self._module, index).contents
            data, size = ctypes.c_void_p(), ctypes.c_size_t()
            self._check(self._library.heddle_get_output(self._module, index, data, size))
            extents = [info.extents[i] for i in range(info.rank)]
            outputs.append((info.name.decode(), info.element, extents, ctypes.string_at(data, size.value)))
        return outputs

    def close(self):
        self._library.heddle_module_destroy(self._module)
        self._module = ctypes.c_void_p()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def read_elements(path):
    """The elements of a file, without the header where it is a .npy array."""
    data = pathlib.Path(path).read_bytes()
    if not data.startswith(b"\x93NUMPY"):
        return data
    wide = data[6] > 1
    (length,) = struct.unpack_from("<I" if wide else "<H", data, 8)
    return data[(12 if wide else 10) + length:]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("metadata", help="NAME.json beside NAME.so")
    parser.add_argument("inputs", nargs="*", metavar="NAME=FILE")
    parser.add_argument("--save", type=pathlib.Path)
    arguments = parser.parse_args()
    with Module(arguments.metadata) as module:
        for entry in arguments.inputs:
            name, _, path = entry.partition("=")
            module.set_input(name, read_elements(path))
        for index, (name, element, extents, data) in enumerate(module.run()):
            shown = ""
            if element == 0:  # f32
                count = min(8, len(data) // 4)
                shown = " " + " ".join(f"{value:g}" for value in struct.unpack_from(f"<{count}f", data))
            print(f"{name} {extents}{shown}")
            if arguments.save:
                (arguments.save / f"output{index}.bin").write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())

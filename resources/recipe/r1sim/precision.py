"""Smaller weights in finished graphs. Inputs and outputs stay float32, and so does everything that is computed."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

PRECISIONS = ("fp32", "fp16", "q8")
LEAST_VALUES = 4096
"""Smaller tensors (norms, biases, tables of frequencies) stay as they are."""
BLOCK = 32
"""Weights that share a scale."""


def save(model: onnx.ModelProto, path: Path) -> None:
    """One file of weights beside the graph where both do not fit the 2 GB of a protobuf; else the graph alone."""
    data = path.with_name(f"{path.name}_data")
    partial = path.with_name(f"{path.name}.partial")
    data.unlink(missing_ok=True)
    large = sum(np.prod(each.dims) * (2 if each.data_type == TensorProto.FLOAT16 else 4) for each in model.graph.initializer)
    if large > 1_500_000_000:
        onnx.save(model, str(partial), save_as_external_data=True, all_tensors_to_one_file=True, location=data.name, size_threshold=1024)
    else:
        onnx.save(model, str(partial))
    partial.replace(path)


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """float32 weights stored as float16 and cast back when the graph is opened: half the disk, the same memory."""
    casts = []
    for index, tensor in enumerate(model.graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < LEAST_VALUES:
            continue
        values = numpy_helper.to_array(tensor)
        if np.abs(values).max() > np.finfo(np.float16).max:
            continue
        name, stored = tensor.name, f"{tensor.name}.fp16"
        model.graph.initializer[index].CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT, name=f"{name}.cast"))
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)
    return model


def quantised(model: onnx.ModelProto) -> onnx.ModelProto:
    """Weights of matrix products as 8-bit integers, blocks of 32 with a scale each; activations stay float32."""
    config = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, bits=8)
    quantiser = MatMulNBitsQuantizer(model, bits=8, block_size=BLOCK, is_symmetric=True, algo_config=config)
    quantiser.process()
    return quantiser.model.model


def lighten(folder: Path, precision: str) -> None:
    """Rewrites the three graphs of `folder` in place. A look-up table is no matrix product: with q8 it becomes float16."""
    for path in sorted(folder.glob("*.onnx")):
        model = onnx.load(str(path))
        if precision == "q8":
            model = halved(quantised(model))
        elif precision == "fp16":
            model = halved(model)
        save(model, path)
        # The exporter leaves one file a tensor where a graph is large.
    keep = {path.name for path in folder.glob("*.onnx")} | {path.name for path in folder.glob("*.onnx_data")}
    for path in folder.iterdir():
        if path.name not in keep:
            path.unlink()

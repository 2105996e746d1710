"""A model in OpenVINO on the processor: what the experts were trained to do in bfloat16 is done in it.

In float32 OpenVINO is no faster than ONNX Runtime on tiles of any size, so that it is not offered
(``build.py bench inference``). In training the features are bfloat16, while the ground beneath them and the heights
made of them are float32, because a slope is a small difference of heights; here it is the same. OpenVINO knows one
precision for a model: the model is cut in three at the tensors that its exporter has named.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import PackError, ProviderError
from .openvino_runtime import openvino
from .session import Session, require_ends, said

BEFORE, AFTER, HEIGHTS = "ground", "features.", "heights"
"""Names in the graph (``Network.named``): what comes before the features, the features with a number, the result."""

PRECISIONS = ("f32", "bf16", "f32")


class OpenVinoSession(Session):
    """One model on the processor, with one thread in a run, several runs at a time.

    Tiles may have any size; nothing is compiled anew for another.

    Parameters, errors: as ``session.opened``.
    """

    runtime = "OpenVINO"
    provider = "OpenVINO bfloat16"
    on_cpu = True

    def __init__(self, name: str, model: bytes, at_once: int, inputs: tuple[str, ...]) -> None:
        super().__init__(name)
        library = openvino()
        self.version = f"{self.runtime} {library.__version__}"
        core = library.Core()
        if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
            raise ProviderError(
                "The provider openvino is for processors that compute in bfloat16, which this one does not; choose the "
                "provider auto or cpu."
            )
        try:
            whole = core.read_model(model=model, weights=b"")
        except Exception as error:  # OpenVINO's errors have no common root
            raise PackError(f"The model {name} cannot be loaded by OpenVINO ({said(error)}).") from error
        ends = [*whole.inputs, *whole.outputs]
        plain = len(whole.outputs) == 1 and all(end.get_element_type() == library.Type.f32 for end in ends)
        # Inputs that a model does not use are not there.
        require_ends(name, {end.get_any_name() for end in whole.inputs} | set(inputs), inputs, plain)
        whole.reshape({end: [1, *list(end.get_partial_shape())[1:]] for end in whole.inputs})
        features = sorted(n for node in whole.get_ops() for n in _names(node) if n.startswith(AFTER))
        if not features or not any(BEFORE in _names(node) for node in whole.get_ops()):
            raise ProviderError(
                f"The model {name} does not say what of it may be computed in bfloat16, so that the provider openvino "
                "cannot run it; choose the provider auto or cpu, or export the pack again."
            )
        pieces = [((), [BEFORE]), ([BEFORE], features), ([BEFORE, *features], [HEIGHTS])]
        options = {"NUM_STREAMS": at_once, "INFERENCE_NUM_THREADS": at_once, "ENABLE_CPU_PINNING": False}
        try:
            self._stages = [
                core.compile_model(
                    _piece(library, whole, given, wanted), "CPU", {**options, "INFERENCE_PRECISION_HINT": precision}
                )
                for (given, wanted), precision in zip(pieces, PRECISIONS)
            ]
        except Exception as error:  # as above
            raise ProviderError(
                f"OpenVINO cannot run the model {name} ({said(error)}); choose the provider auto or cpu."
            ) from error
        self._lock = threading.Lock()
        self._free: list[list[Any]] = []

    def _heights(self, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        with self._lock:
            requests = self._free.pop() if self._free else [stage.create_infer_request() for stage in self._stages]
        known: dict[str, Any] = {}
        for request, stage in zip(requests, self._stages):
            for end in stage.inputs:
                end_name = end.get_any_name()
                if end_name in known:
                    request.set_tensor(end, known[end_name])
                else:
                    request.get_tensor(end).shape = inputs[end_name].shape
                    request.get_tensor(end).data[:] = inputs[end_name]
            request.infer()
            known.update({end.get_any_name(): request.get_tensor(end) for end in stage.outputs})
        heights = np.array(known[HEIGHTS].data)
        with self._lock:  # requests of a run that failed are not used again
            self._free.append(requests)
        return heights


def _names(node: Any) -> Iterator[str]:
    """Names of what a node gives."""
    for output in node.outputs():
        yield from output.get_names()


def _tensor(model: Any, name: str) -> Any:
    return next(out for node in model.get_ops() for out in node.outputs() if name in out.get_names())


def _piece(library: Any, whole: Any, given: Sequence[str], wanted: Sequence[str]) -> Any:
    """The part of a model that makes the wanted tensors of the given ones and of its inputs."""
    model = whole.clone()
    parameters = {}
    for name in given:
        tensor = _tensor(model, name)
        parameter = library.opset13.parameter(tensor.get_partial_shape(), tensor.get_element_type(), name=name)
        for reader in list(tensor.get_target_inputs()):
            reader.replace_source_output(parameter.output(0))
        tensor.get_tensor().set_names(set())
        parameter.output(0).get_tensor().set_names({name})
        parameters[parameter.get_friendly_name()] = parameter
    parameters.update({node.get_friendly_name(): node for node in model.get_parameters()})
    ends = [_tensor(model, name) for name in wanted]
    seen, stack = set(), [end.get_node() for end in ends]
    while stack:
        node = stack.pop()
        if node.get_friendly_name() not in seen:
            seen.add(node.get_friendly_name())
            stack.extend(port.get_source_output().get_node() for port in node.inputs())
    return library.Model(ends, [node for name, node in parameters.items() if name in seen], "piece")

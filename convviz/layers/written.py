"""A layer as the constructor's call that makes it again."""

from __future__ import annotations

from typing import cast

Pair = tuple[int, int]


def call(name: str, *arguments: str) -> str:
    """Return a call; arguments that are empty are left out."""
    return f"{name}({', '.join(filter(None, arguments))})"


def unless(default: object, name: str, value: object) -> str:
    """Return ``name=value``, or nothing for the default."""
    return "" if value == default else f"{name}={value!r}"


def numbers(name: str, values: tuple[object, ...], default: object = None) -> str:
    """Return ``name=`` with one number where all axes have the same, nothing for the default."""
    same = len(set(values)) == 1
    if same and values[0] == default and default is not None:
        return ""
    return f"{name}={values[0] if same else values}"


def pads(padding: tuple[Pair, ...] | str) -> str:
    """Return ``padding=`` with as few numbers as say it, nothing for none."""
    if isinstance(padding, str):
        return f"padding={padding!r}"
    if not any(map(any, padding)):
        return ""
    if all(before == after for before, after in padding):
        return numbers("padding", tuple(before for before, _ in padding))
    return f"padding={padding}"


class Sized:
    """What all layers can be asked, whatever they do."""

    __slots__ = ()

    def output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the output's shape (channels, *spatial) for an input of such a shape.

        Raises
        ------
        convviz.errors.InvalidLayer
            The layer can't be, or can't take such an input.
        """
        # The check imports the layers' modules; a layer answers for itself all the same.
        from convviz.layers.layer import Layer  # noqa: PLC0415
        from convviz.layers.summary import output_shape  # noqa: PLC0415

        return output_shape(cast("Layer", self), input_shape)

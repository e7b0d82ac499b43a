"""Lines of text below the panels: the part of a sum that is drawn, and what differs elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.engine.trace import Trace
from convviz.figures.colour_bars import LINES
from convviz.figures.compared import Compared
from convviz.figures.layout import Layout
from convviz.figures.numbers import number_text, partial_text
from convviz.figures.slices import Slices, depth_of
from convviz.layers import Weighted
from convviz.options import ViewOptions
from convviz.scene.items import Item, Text
from convviz.scene.metrics import text_width
from convviz.steps.terms import Terms

_SHARE = 0.05
"""How much of a picture's height one line takes."""
_FONT_SHARE = 0.8
_LEAST, _LARGE = 13.0, 0.9
"""Size of the lines: in pixels at least, and beside the titles'."""
_BELOW, _NEXT = 2.2, 1.6
"""How far below the panels the first line stands and each one after it, in its own size."""
_SMALLEST = 7.0
_MOST_WRITTEN = 4


def room_above(
    size: tuple[float, float], trace: Trace, compared: Compared | None, view: ViewOptions
) -> tuple[float, float]:
    """Return what a picture has for its panels, above the lines that say more than they do."""
    width, height = size
    _, lines = lines_below(trace, compared, view)
    return (width, (1 - lines * _SHARE) * height) if lines else size


def lines_below(
    trace: Trace, compared: Compared | None, view: ViewOptions
) -> tuple[int, int]:
    """Return how many lines of text stand below the panels, and how many with colour bars."""
    count = is_part(trace) + (compared is not None)
    return count, count + (LINES if view.colour_bar and view.colours else 0)


def legend(
    where: Layout,
    compared: Compared | None,
    channel: int,
    size: tuple[float, float],
    lines: tuple[int, int],
) -> tuple[Item, ...]:
    """Return the last line of text, which says what another dialect makes different.

    Parameters
    ----------
    where
        The layout above the lines.
    compared
        What is compared, or None.
    channel
        The output channel on show.
    size
        Width and height of the whole picture.
    lines
        What `lines_below` returned.
    """
    if compared is None:
        return ()
    return _line(_capital(compared.sentence(channel)), where, size, (lines[0] - 1, lines[1]))


def part_line(text: str, where: Layout, size: tuple[float, float]) -> tuple[Item, ...]:
    """Return the first line, which says what part of a sum is drawn; nothing without one.

    Parameters
    ----------
    text
        What `part_told` returned.
    where
        The layout above the lines.
    size
        Width and height of the whole picture.
    """
    count = max(1, round((1 - where.height / size[1]) / _SHARE))
    return _line(_capital(text), where, size, (0, count)) if text else ()


def is_part(trace: Trace) -> bool:
    """Return whether input and kernel on show are less than what makes an output cell."""
    layer = trace.layer
    if not isinstance(layer, Weighted):
        return False
    return layer.axes > 2 or trace.bias is not None or len(layer.input_channels(0)) > 1


def part_told(
    trace: Trace,
    output: tuple[int, ...],
    shown: tuple[int, Slices],
    decimals: int | None,
    *,
    tap: int | None = None,
) -> str:
    """Return in words what the cells on show give of an output cell; empty where that is all.

    Parameters
    ----------
    trace
        The layer's numbers.
    output
        The output cell (channel, *position).
    shown
        The input channel and the slices on show.
    decimals
        Digits after the point, or None.
    tap
        The last term that is added up, or None for all.
    """
    if not isinstance(trace.layer, Weighted) or not is_part(trace):
        return ""
    terms = Terms(trace, output)
    if not len(terms):
        return ""
    parts = _Parts(trace, terms, len(terms) if tap is None else tap + 1, decimals)
    channel, slices = shown
    channels = trace.layer.input_channels(output[0])
    sums = parts.of(len(terms) // len(channels))
    name = _name(trace, channels, channel)
    given = sums[channels.index(channel)] if channels.index(channel) < len(sums) else ""
    if trace.layer.axes > 2:
        length = len(terms) // len(channels)
        first = channels.index(channel) * length
        slice_name, sums_of_slices = _by_slice(parts, range(first, first + length), slices.input)
        name = f"{slice_name} of {name}" if name else slice_name
        given = sums_of_slices.get(slices.input, "")
        if len(channels) == 1:
            sums = list(sums_of_slices.values())
    whole = parts.total
    sum_text = _added(sums, parts.bias)
    if not name:
        return f"{sum_text} = {whole}" if parts.bias else ""
    if not given:
        return f"{name} gives nothing of {whole}: {sum_text}"
    of = whole if tap is None or parts.complete else f"{whole} so far"
    return f"{name} gives {given} of {of}: {sum_text}"


class _Parts:
    """The terms of an output cell in runs of equal length, with their sums as texts."""

    def __init__(self, trace: Trace, terms: Terms, end: int, decimals: int | None) -> None:
        self._trace, self._terms, self._end, self._decimals = trace, terms, end, decimals
        self.complete = end == len(terms)
        self.bias = ""
        if self.complete and terms.bias is not None and trace.bias is not None:
            self.bias = number_text(trace.bias.dtype.type(terms.bias), decimals)
        number = terms.total if self.complete else terms[end - 1].partial
        self.total = partial_text(trace.output, number, decimals)

    def of(self, length: int, first: int = 0, last: int | None = None) -> list[str]:
        """Return the sum of each run of terms, as far as they are added up."""
        last = self._end if last is None else min(last, self._end)
        return [
            partial_text(
                self._trace.output, self._terms.sum_of(at, min(at + length, last)), self._decimals
            )
            for at in range(first, last, length)
        ]

    def depth(self, index: int) -> int:
        """Return the input's slice that a term reads."""
        return depth_of(self._terms[index].position)


def _by_slice(parts: _Parts, terms: range, depth: int) -> tuple[str, dict[int, str]]:
    """Return a name for the slice on show, and by depth what each gives of a channel's terms."""
    depths = list(dict.fromkeys(parts.depth(at) for at in terms))
    sums = parts.of(len(terms) // len(depths), terms.start, terms.stop)
    count = len(depths)
    name = f"slice {depths.index(depth) + 1} of {count}" if depth in depths else "this slice"
    return name, dict(zip(depths, sums, strict=False))


def _name(trace: Trace, channels: range, channel: int) -> str:
    """Return which input channel is on show, empty where an output channel reads only one."""
    if len(channels) == 1:
        return ""
    total = trace.input.shape[0]
    if len(channels) == total:
        return f"input channel {channel + 1} of {total}"
    place = channels.index(channel) + 1
    return f"input channel {channel + 1} ({place} of {len(channels)} in its group)"


def _added(sums: Sequence[str], bias: str) -> str:
    """Return the first few sums as they are added up, and the bias."""
    written = list(sums[:_MOST_WRITTEN])
    if len(sums) > len(written):
        written.append("…")
    if bias:
        written.append(f"bias {bias}")
    return " + ".join(written)


def _line(
    text: str, where: Layout, size: tuple[float, float], place: tuple[int, int]
) -> tuple[Item, ...]:
    """Return a line below the panels at a place of so many; none where it is unreadable."""
    if not where.titles:
        return ()
    width, height = size
    at, count = place
    room = (height - where.height) / count
    font = min(
        max(_LARGE * where.font, _LEAST), _FONT_SHARE * room, 0.96 * width / text_width(text, 1.0)
    )
    if font < _SMALLEST:
        return ()
    panels = (where.input_room, where.output_room, where.kernel, where.lens)
    end = max(grid.y + grid.height for grid in panels if grid is not None)
    near = end + (_BELOW + _NEXT * at) * font
    y = min(near, where.height + (at + 0.5) * room + 0.3 * font)
    return (Text(width / 2, y, text, font, "text.muted", "middle"),)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

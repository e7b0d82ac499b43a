"""One plain sentence for each parameter and key term, where it stands."""

INPUT = (
    "The numbers that the layer reads: a picture, a signal, or the feature map of the layer before."
)
DIMENSIONS = "2-D slides the kernel over rows and columns, 1-D along one row, as for sound or text."
INPUT_VALUES = "What the input is filled with."
INPUT_SIZE = "How many cells the input has along each axis."
SEED = "Each number gives other random values, always the same ones for the same number."
OPEN = "Use a picture, a NumPy array or a table as the input."
CHANNEL = "Which part of a colour picture is the input."

KERNEL = (
    "A small grid of weights (also called filter) that slides over the input; "
    "each output number is the sum of the input numbers under it times its weights."
)
KERNEL_VALUES = "Weights with a name; double-click a cell of the kernel to type your own."
KERNEL_SIZE = (
    "How many cells the kernel has along each axis; the receptive field, the part of the input "
    "that one output number sees, grows with it."
)

FLIPPED = (
    "Mirrors the kernel along every axis: a convolution in the mathematical sense. "
    "Frameworks don't, and compute a cross-correlation."
)

LAYER = "What is done to the input, and whose rules are followed where frameworks differ."
KIND = "What the layer does with each window of its input."
DIALECT = (
    "Whose rules decide: padding by name with a stride, what an average divides by, the sizes "
    "of transposed convolutions, and what is refused."
)

WINDOW = (
    "The window is the part of the input that lies under the kernel; a convolutional layer "
    "moves it step by step and writes one output number at each."
)
STRIDE = (
    "How many cells the window moves at each step; from 2 on the output gets smaller, "
    "which is called downsampling."
)
PADDING = "How many cells are put around the input before the window moves over it."
PADDING_NAME = (
    "Valid adds nothing, same keeps the size at stride 1, full lets the kernel reach out "
    "as far as one cell still meets the input."
)
PADDING_MODE = (
    "What the padding is filled with: zeros, the input mirrored (reflect), its edge repeated "
    "(replicate), or its other side (circular)."
)
DILATION = (
    "How far apart the kernel's cells lie on the input; it sees more with the same weights "
    "and skips what lies between."
)

OUTPUT_PADDING = (
    "Rows and columns that the output is longer at its end: several input sizes of a "
    "convolution give one output size, this chooses which of them comes back."
)
CEIL_MODE = (
    "Windows that reach beyond the padded input at its end count too, unless they would begin "
    "in the padding there."
)
COUNT_INCLUDE_PAD = "Whether an average divides by the padding's cells too."
DIVISOR = "A number that averages divide by in place of the cells in the window; 0 for none."
NORM = "The power p of the norm (Σ xᵖ)^(1/p): 1 adds the window up, large ones near the maximum."
OUTPUT_SIZE = "How many cells the output has along each axis; 1 is global pooling."
FOLD_SIZE = "How many rows and columns the windows are laid on."
PAD_SIDES = "How many cells are put on each side; negative numbers cut cells off."
PAD_MODE = (
    "What is put there: a constant, the input mirrored at its edge cell (reflect) or at its edge "
    "(symmetric), its edge repeated (replicate), or its other side (circular)."
)
PAD_VALUE = "The constant that the padding is filled with."

SOLVE_INPUT = "How many cells the input has."
SOLVE_OUTPUT = "How many cells the output shall have."
SOLVE_KERNEL = "How many cells the kernel has."

CHANNELS = (
    "A convolutional layer reads all channels at once and makes one feature map, the output of "
    "one kernel, for each output channel."
)
IN_CHANNELS = "How many planes the input has: 1 for grey, 3 for colour, more inside a network."
OUT_CHANNELS = "How many feature maps the layer makes, each with a kernel of its own."
GROUPS = "The channels are divided into so many groups that don't see each other."
BIAS = "A number that is added to every cell of an output channel."
BIAS_VALUES = "One number for each output channel, separated by spaces."
SHOWN_CHANNEL = "Which input channel the picture shows; all of them count in the sum."

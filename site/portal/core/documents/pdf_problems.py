"""Why a PDF is not taken: looked at by QPDF, without drawing or running anything.

Runs in a process of its own (pdf_process). Imports nothing of Django. What ISO 32000-2 calls an
action, a name tree or a filter has the same name here.
"""

import zlib
from io import BytesIO

import pikepdf
from pikepdf import Name

# More pages than any report has. Ten thousand numbered pages are a telephone directory.
MAX_PAGES = 5_000
# Inner nodes of the page tree beside its leaves, and how deep they may stand.
MAX_TREE_NODES = 3 * MAX_PAGES
MAX_TREE_DEPTH = 60
MAX_OBJECTS = 1_000_000
MAX_NESTING = 60
# What all streams of a file may become when they are unpacked, and one of them.
MAX_UNPACKED = 2 * 1024**3
MAX_UNPACKED_STREAM = 512 * 1024**2
# A picture of A0 in 600 dots an inch has 558 million.
MAX_PICTURE_POINTS = 600_000_000
PIECE = 1024 * 1024

SCRIPT_ACTIONS = frozenset({"/JavaScript", "/Rendition", "/RichMediaExecute"})
# What starts a program, sends or fetches something, or opens another file.
LAUNCH_ACTIONS = frozenset({"/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Movie", "/Sound"})
EMBEDDING_NOTES = frozenset(
    {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
)
FLATE = frozenset({"/FlateDecode", "/Fl"})


class _ProblemFound(Exception):
    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def find_problem(content: bytes) -> str:
    """Return a code of portal.core.documents.refusals, or nothing when the PDF may be kept."""
    try:
        # What must be repaired first is not what its author saw: a file that was cut off.
        with pikepdf.open(
            BytesIO(content), attempt_recovery=False, inherit_page_attributes=False
        ) as pdf:
            if pdf.is_encrypted:
                return "encrypted"
            _look_at_pages(pdf)
            _look_at_objects(pdf)
    except _ProblemFound as found:
        return found.code
    except pikepdf.PasswordError:
        return "encrypted"
    except MemoryError:
        return "bomb"
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError):
        # QPDF opens some locked files with help from the system, which is out of reach here.
        return "encrypted" if b"/Encrypt" in content else "broken"
    return ""


def _look_at_pages(pdf: pikepdf.Pdf) -> None:
    """Walk the page tree by hand: QPDF itself would walk a loop or a million pages."""
    pages = nodes = 0
    waiting = [(pdf.Root.Pages, frozenset(), 0)]
    while waiting:
        node, above, depth = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            raise _ProblemFound("broken")
        if node.is_indirect:
            if node.objgen in above:
                raise _ProblemFound("bomb")
            above = above | {node.objgen}
        kids = node.get(Name.Kids)
        if kids is None:
            pages += 1
            if pages > MAX_PAGES:
                raise _ProblemFound("too_many_pages")
            continue
        nodes += 1
        if nodes > MAX_TREE_NODES or depth > MAX_TREE_DEPTH or len(kids) > MAX_TREE_NODES:
            raise _ProblemFound("too_many_pages")
        waiting += [(kid, above, depth + 1) for kid in kids]
    if not pages:
        raise _ProblemFound("broken")


def _look_at_objects(pdf: pikepdf.Pdf) -> None:
    if len(pdf.objects) > MAX_OBJECTS:
        raise _ProblemFound("bomb")
    unpacked = 0
    for thing in pdf.objects:
        _look_at(thing, MAX_NESTING)
        if isinstance(thing, pikepdf.Stream):
            unpacked += _unpacked_size(thing)
            if unpacked > MAX_UNPACKED:
                raise _ProblemFound("bomb")


def _look_at(thing, depth: int) -> None:
    """Look into what stands directly in an object. What is indirect comes by itself."""
    if depth == 0:
        raise _ProblemFound("bomb")
    if isinstance(thing, pikepdf.Array):
        children = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _look_at_dictionary(thing)
        children = [thing[key] for key in thing.keys()]  # noqa: SIM118
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _look_at(child, depth - 1)


def _look_at_dictionary(thing) -> None:
    action = str(thing.get(Name.S, ""))
    if Name.JS in thing or Name.JavaScript in thing or Name.XFA in thing:
        raise _ProblemFound("script")
    if action in SCRIPT_ACTIONS:
        raise _ProblemFound("script")
    if action in LAUNCH_ACTIONS and Name.Rect not in thing and _is_action(thing, action):
        raise _ProblemFound("launch")
    if action == "/URI" and _is_script_address(thing.get(Name.URI)):
        raise _ProblemFound("script")
    if Name.EmbeddedFiles in thing or Name.EF in thing:
        raise _ProblemFound("embedded")
    if Name.Rect in thing and str(thing.get(Name.Subtype, "")) in EMBEDDING_NOTES:
        raise _ProblemFound("embedded")


def _is_action(thing, action: str) -> bool:
    """Whether a dictionary with such an /S is an action: elements of the text have one, too."""
    kind = thing.get(Name.Type)
    if kind is not None:
        return kind == Name.Action
    return Name.P not in thing and Name.K not in thing


def _is_script_address(address) -> bool:
    if not isinstance(address, pikepdf.String):
        return False
    words = bytes(address).decode("latin-1").strip().lower()
    return words.startswith(("javascript:", "data:", "vbscript:", "file:"))


def _unpacked_size(stream: pikepdf.Stream) -> int:
    """Return how many bytes a stream has when it is unpacked, without holding them.

    Counts what Flate alone does, once or several times over: no other filter blows up a file of
    fifty megabytes as it does. Raises _ProblemFound for a bomb.
    """
    if str(stream.get(Name.Subtype, "")) == "/Image":
        width, height = stream.get(Name.Width, 0), stream.get(Name.Height, 0)
        if int(width) * int(height) > MAX_PICTURE_POINTS:
            raise _ProblemFound("bomb")
    filters = stream.get(Name.Filter)
    names = (
        [str(each) for each in filters]
        if isinstance(filters, pikepdf.Array)
        else [str(filters or "")]
    )
    raw = stream.read_raw_bytes()
    rounds = 0
    while rounds < len(names) and names[rounds] in FLATE:
        rounds += 1
    if rounds > 3:
        raise _ProblemFound("bomb")
    return _inflated_size([bytes(raw)], rounds) if rounds else len(raw)


def _inflated_size(pieces, rounds: int) -> int:
    for _round in range(rounds):
        pieces = _inflated(pieces)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_UNPACKED_STREAM:
            raise _ProblemFound("bomb")
    return size


def _inflated(pieces):
    """Unpack piece by piece. What is damaged ends there, as readers show what came before."""
    unpacker = zlib.decompressobj()
    seen = 0
    for piece in pieces:
        while piece:
            try:
                out = unpacker.decompress(piece, PIECE)
            except zlib.error:
                return
            seen += len(out)
            if seen > MAX_UNPACKED_STREAM:
                raise _ProblemFound("bomb")
            if out:
                yield out
            piece = unpacker.unconsumed_tail
            if unpacker.eof:
                return

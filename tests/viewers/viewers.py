"""Tries the PDFs of the forms in PDF programs, and prints a table of what was seen. The README beside it says how to run it."""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BOOK = os.environ.get("BOOK", str(ROOT))
SITE = pathlib.Path(os.environ.get("SITE", ROOT / "public")).resolve()
PROGRAM = os.environ.get("CLAUSEBOOK", str(ROOT / "target/release/clausebook"))
PYTHON_GI = os.environ.get("PYTHON_GI", "/usr/bin/python3")

FORM = "service-plan"
BLANK = SITE / "forms" / f"{FORM}.pdf"
PLAIN = "Ann Example"
FAR = "Łucja Świętek, Nguyễn Thị Hương"
LONG = " ".join(f"word{number}" for number in range(800))
# A line, several lines with letters beyond Western Europe, and one with more than it has room for.
LINE, LINES, FULL, CHECK, CHOICE = "member-name", "vision", "offered-again", "complete", "plan-kind"
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="clausebook-viewers-"))


def run(*command):
    """What a command prints."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    # 1: `clausebook read` has something to report; 3: qpdf has a warning.
    if done.returncode not in (0, 1, 3) or (command[0] == "node" and done.returncode):
        raise RuntimeError(f"{command[0]}: {done.stderr[-400:]}")
    return done.stdout


def widgets(path):
    """The boxes of each field: page, rectangle, state; and the number of fields."""
    import pypdf

    boxes = {}
    for number, page in enumerate(pypdf.PdfReader(path).pages):
        for annotation in page.get("/Annots", []):
            annotation = annotation.get_object()
            if annotation.get("/Subtype") != "/Widget":
                continue
            name = annotation.get("/T") or annotation["/Parent"].get_object().get("/T")
            normal = annotation.get("/AP", {}).get("/N")
            states = [key[1:] for key in normal.get_object() if key != "/Off" and key.startswith("/")] if normal is not None else []
            boxes.setdefault(str(name), []).append((number, [float(corner) for corner in annotation["/Rect"]], states))
    return boxes


BOXES = widgets(BLANK)
PAGE, RECT, (STATE, *_) = next((page, rect, states) for page, rect, states in BOXES[CHOICE])
GIVEN = {
    "texts": {LINE: PLAIN, LINES: FAR, FULL: LONG},
    "check": CHECK,
    "choice": [CHOICE, STATE, [PAGE, round(RECT[0]), round(RECT[1])]],
}


def in_other_program(*command):
    out = FOLDER / f"{pathlib.Path(command[-1]).stem}.pdf"
    told = json.loads(run(*command, BLANK, out, json.dumps(GIVEN)).strip().splitlines()[-1])
    return told["version"], told["fields"], out, told.get("failed", [])


def pdfjs():
    return in_other_program("node", HERE / "pdfjs_fill.mjs")


def pdf_lib():
    return in_other_program("node", HERE / "pdflib_fill.mjs")


def poppler():
    return in_other_program(PYTHON_GI, HERE / "poppler_fill.py")


def pdfium():
    """Typed with the keyboard and the mouse, as in Chrome and Edge."""
    import pypdfium2
    import pypdfium2.raw as raw

    document = pypdfium2.PdfDocument(BLANK)
    document.init_forms()
    names = set()
    pages = [document[number] for number in range(len(document))]
    for page in pages:
        for at in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, at)
            length = raw.FPDFAnnot_GetFormFieldName(document.formenv, annotation, None, 0)
            if length > 2:
                buffer = (raw.FPDF_WCHAR * (length // 2))()
                raw.FPDFAnnot_GetFormFieldName(document.formenv, annotation, buffer, length)
                names.add(bytes(buffer).decode("utf-16-le").rstrip("\0"))
            raw.FPDFPage_CloseAnnot(annotation)

    def click(name, state=None):
        number, rect, _ = next(box for box in BOXES[name] if state in (None, *box[2]))
        x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
        raw.FORM_OnMouseMove(document.formenv, pages[number], 0, x, y)
        raw.FORM_OnLButtonDown(document.formenv, pages[number], 0, x, y)
        raw.FORM_OnLButtonUp(document.formenv, pages[number], 0, x, y)
        return pages[number]

    for name, text in GIVEN["texts"].items():
        page = click(name)
        if name == FULL:
            # Pasted.
            units = (text + "\0").encode("utf-16-le")
            raw.FORM_ReplaceSelection(document.formenv, page, (raw.FPDF_WCHAR * (len(units) // 2)).from_buffer_copy(units))
        else:
            for letter in text:
                raw.FORM_OnChar(document.formenv, page, ord(letter), 0)
        raw.FORM_ForceToKillFocus(document.formenv)
    click(CHECK)
    click(CHOICE, STATE)
    raw.FORM_ForceToKillFocus(document.formenv)
    out = FOLDER / "pdfium.pdf"
    document.save(out)
    return pypdfium2.PDFIUM_INFO, len(names), out, []


def mupdf():
    import pymupdf

    document = pymupdf.open(BLANK)
    names = set()
    for page in document:
        for widget in page.widgets():
            names.add(widget.field_name)
            if widget.field_name in GIVEN["texts"]:
                widget.field_value = GIVEN["texts"][widget.field_name]
            elif widget.field_name == CHECK or (widget.field_name == CHOICE and widget.on_state() == STATE):
                widget.field_value = True
            else:
                continue
            widget.update()
    out = FOLDER / "mupdf.pdf"
    document.save(out)
    return pymupdf.mupdf_version if hasattr(pymupdf, "mupdf_version") else pymupdf.VersionBind, len(names), out, []


def pypdf_():
    import pypdf

    writer = pypdf.PdfWriter(clone_from=BLANK)
    fields = writer.get_fields()
    values = GIVEN["texts"] | {CHECK: "/Yes", CHOICE: f"/{STATE}"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    out = FOLDER / "pypdf.pdf"
    writer.write(out)
    return pypdf.__version__, len(fields), out, []


def qpdf():
    """qpdf fills in nothing: it rewrites a filled form with compressed objects."""
    out = FOLDER / "qpdf.pdf"
    version = run("qpdf", "--version").split()[2]
    run("qpdf", "--object-streams=generate", "--recompress-flate", FILLED, out)
    fields = json.loads(run("qpdf", "--json", BLANK))["acroform"]["fields"]
    return version, len({field["fullname"] for field in fields}), out, []


def ghostscript():
    """Ghostscript makes a new PDF of what it draws."""
    out = FOLDER / "ghostscript.pdf"
    run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", f"-sOutputFile={out}", FILLED)
    return run("gs", "--version").strip(), None, out, []


def filled():
    """The same values, by `clausebook fill`."""
    data, out = FOLDER / "values.json", FOLDER / "filled.pdf"
    values = {LINE: PLAIN, LINES: FAR, CHECK: True, CHOICE: STATE}
    data.write_text(json.dumps(values))
    run(PROGRAM, "fill", FORM, BOOK, "--data", data, "--out", out)
    assert out.exists(), "fill wrote nothing"
    return out


def read_back(path):
    out = run(PROGRAM, "read", path, BOOK)
    return json.loads(out) if out else None


def kept(path):
    """What `clausebook read` finds of what was typed."""
    back = read_back(path)
    if back is None:
        return "no fields are left", "–"
    wanted = {LINE: PLAIN, LINES: FAR, CHECK: True, CHOICE: STATE}
    lost = [name for name, value in wanted.items() if back.get(name) != value]
    long = back.get(FULL)
    if long is None:
        room = "nothing kept: it refuses them"
    else:
        last = long.rstrip().split(" ")[-2]
        shown = "all of them drawn" if last in paper(path) else "not all of them drawn"
        room = f"{len(long):,} of {len(LONG):,} letters kept, {shown}"
    return ("all" if not lost else "all but " + ", ".join(lost)), room


def paper(path):
    """What Poppler finds on the pages of a file."""
    return re.sub(r"\s+", " ", run("pdftotext", "-layout", path, "-"))


def drawn(path):
    """The letters on paper, as Poppler finds them in the saved file."""
    text = paper(path)
    return ["yes" if words in text else "no" for words in (PLAIN, "Łucja Świętek", "Nguyễn Thị Hương")]


def main():
    programs = [
        ("pdf.js (Firefox)", pdfjs), ("PDFium (Chrome, Edge)", pdfium), ("Poppler (Evince, Okular)", poppler), ("MuPDF", mupdf),
        ("pypdf", pypdf_), ("pdf-lib", pdf_lib), ("qpdf, of a form that `fill` filled in", qpdf),
        ("Ghostscript, of a form that `fill` filled in", ghostscript),
    ]
    print(f"Tried on {datetime.date.today().isoformat()} with the service plan, which has {len(BOXES):,} fields.\n")
    print(f"| Program | Version | Fields it finds | Read back by `clausebook read` | Found as text on paper: English | Polish | Vietnamese | {len(LONG):,} letters typed into a box of a few lines |")
    print("|---|---|---|---|---|---|---|---|")
    for name, program in programs:
        try:
            version, fields, out, failed = program()
        except Exception as error:  # A program that isn't there, or can't do it.
            print(f"{name}: left out: {error}", file=sys.stderr)
            continue
        for one in failed:
            print(f"{name}: {one}", file=sys.stderr)
        back, room = kept(out)
        if program in (qpdf, ghostscript):
            room = "–"
        cells = [name, version, "–" if fields is None else f"{fields:,}", back, *drawn(out), room]
        print("| " + " | ".join(str(cell) for cell in cells) + " |")


FILLED = filled()
main()

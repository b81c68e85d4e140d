"""Files as people hand them in, good and bad, made here."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject


def pdf(pages: int = 1, *, change=None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if change:
        change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned_pdf() -> bytes:
    out = BytesIO()
    drawing().save(out, "PDF")
    return out.getvalue()


def hide_script(writer: PdfWriter) -> None:
    """A script in a page's own action, its name spelt with an escape."""
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/J#53"): TextStringObject("app.alert(1)")}
    )
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})


def open_with_script(writer: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def launch(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def launch_by_reference(writer: PdfWriter) -> None:
    """What a click does is an object of its own."""
    kind = writer._add_object(NameObject("/Launch"))
    writer.pages[0][NameObject("/A")] = DictionaryObject({NameObject("/S"): kind})


def action(kind: str, **more) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind)} | {NameObject(f"/{key}"): more[key] for key in more})


def address() -> DictionaryObject:
    return action("/URI", URI=TextStringObject("http://elsewhere.example"))


def open_address(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = address()


def open_other_file(writer: PdfWriter) -> None:
    other = action("/GoToR", F=TextStringObject("//elsewhere.example/share"))
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(other)


def address_on_turning(writer: PdfWriter) -> None:
    turning = DictionaryObject({NameObject("/O"): writer._add_object(address())})
    writer.pages[0][NameObject("/AA")] = writer._add_object(turning)


def move_then_address(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = action("/Named", N=NameObject("/NextPage"), Next=address())


def open_at_place(writer: PdfWriter) -> None:
    place = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
    writer.root_object[NameObject("/OpenAction")] = place
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("/GoTo", D=place)})


def link(writer: PdfWriter) -> None:
    """An address that opens when somebody clicks on it."""
    spot = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): address()})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(spot)])


def nest(writer: PdfWriter) -> None:
    """Arrays in arrays, to exhaust whoever descends."""
    inner = ArrayObject()
    for _ in range(200):
        inner = ArrayObject([inner])
    writer.root_object[NameObject("/Deep")] = inner


def drawing(size=(600, 400)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line([(0, 0), size], fill="navy", width=9)
    return image


def jpeg(**options) -> bytes:
    out = BytesIO()
    drawing().save(out, "JPEG", **options)
    return out.getvalue()


def png() -> bytes:
    out = BytesIO()
    drawing().save(out, "PNG")
    return out.getvalue()


def jpeg_with_comment(comment: bytes) -> bytes:
    start, rest = jpeg()[:2], jpeg()[2:]
    return start + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + rest


def jpeg_with_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(exif=exif)


def png_bomb(side: int = 30_000) -> bytes:
    """A few kilobytes that unpack to gigabytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("run.class", b"\xca\xfe\xba\xbe")
    return out.getvalue()


def signature(strokes=(((20, 80), (90, 20), (160, 90), (260, 30)),), size=(300, 100), paper=(0, 0, 0, 0)) -> bytes:
    image = Image.new("RGBA", size, paper)
    for stroke in strokes:
        ImageDraw.Draw(image).line(stroke, fill=(20, 20, 60, 255), width=3)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()

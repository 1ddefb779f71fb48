"""Writes the images of this folder, what Pillow decodes them to (*.ppm.gz), and checksums of Pillow's resizing.

Run it in this folder with Pillow 12 (13 changed the order of passes in resizing) and numpy. Formats that Pillow cannot write are put together by hand; what they
look like is always Pillow's answer.
"""

import gzip
import io
import struct
import zlib

import numpy as np
import PIL
from PIL import Image, ImageCms

assert PIL.__version__.startswith("12.")

W, H = 23, 17


def picture(w=W, h=H):
    y, x = np.mgrid[0:h, 0:w]
    rgb = np.stack([x * 255 // max(1, w - 1), y * 255 // max(1, h - 1), 255 - (x + y) * 255 // (w + h)], -1)
    rgb[h // 4 : h // 2, w // 4 : w // 2] = [200, 20, 60]
    return Image.fromarray(rgb.astype(np.uint8))


def alpha(w=W, h=H):
    y, x = np.mgrid[0:h, 0:w]
    return Image.fromarray(((x * 7 + y * 5) % 256).astype(np.uint8))


def encoded(image, fmt, **options):
    out = io.BytesIO()
    image.save(out, fmt, **options)
    return out.getvalue()


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)
    image = Image.open(io.BytesIO(data)).convert("RGB")
    with open(name + ".ppm.gz", "wb") as f:
        f.write(gzip.compress(b"P6 %d %d 255\n" % image.size + image.tobytes(), mtime=0))


def swapped_profile():
    """A valid RGB profile under which red and blue trade places, so that applying it shows."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return data.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(w, h, depth, color, rows, extra=b"", interlaced=0):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, color, 0, 0, interlaced))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def plain_rows(array):
    return b"".join(b"\0" + row.tobytes() for row in array)


def adam7(array):
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    return b"".join(plain_rows(array[y::dy, x::dx]) for y, x, dy, dx in passes)


def riff(chunks):
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks


def riff_chunk(kind, data):
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def uint24(value):
    return struct.pack("<I", value)[:3]


def animated_webp(w, h, x, y, image):
    still = encoded(image, "WEBP", lossless=True)
    frame = uint24(x // 2) + uint24(y // 2) + uint24(image.width - 1) + uint24(image.height - 1) + uint24(100) + b"\0"
    return riff(
        riff_chunk(b"VP8X", b"\x12\0\0\0" + uint24(w - 1) + uint24(h - 1))
        + riff_chunk(b"ANIM", b"\xff\xff\xff\xff\0\0")
        + riff_chunk(b"ANMF", frame + still[12:])
        + riff_chunk(b"ANMF", frame + still[12:])
    )


def gif_parts(image, **options):
    """The colour table and the frame's data of what Pillow writes for a palette image."""
    data = encoded(image, "GIF", **options)
    size = 3 << ((data[10] & 7) + 1)
    table = data[13 : 13 + size]
    frame = data.index(b",", 13 + size)
    return table, data[frame + 9], data[frame + 10 : -1]


def gif(w, h, x, y, image, transparent=None, local=False, **options):
    table, flags, data = gif_parts(image, **options)
    bits = (len(table) // 3).bit_length() - 2
    out = b"GIF89a" + struct.pack("<HHBBB", w, h, 0 if local else 0x80 | bits, 1, 0) + (b"" if local else table)
    out += b"!\xfe\x05hello\0"
    if transparent is not None:
        out += b"!\xf9\x04\x01\x0a\0" + bytes([transparent]) + b"\0"
    frame = b"," + struct.pack("<HHHH", x, y, *image.size)
    frame += bytes([(flags & 0x40) | (0x80 | bits if local else 0)]) + (table if local else b"") + data
    return out + frame + frame + b";"


def images():
    rgb = picture()
    rgba = rgb.copy()
    rgba.putalpha(alpha())
    palette = rgb.quantize(13)
    cmyk = Image.merge("CMYK", (*rgb.split(), alpha()))
    icc = swapped_profile()
    exif = Image.Exif()
    exif[0x0112] = 6

    write("grey.jpg", encoded(rgb.convert("L"), "JPEG"))
    write("444.jpg", encoded(rgb, "JPEG", subsampling=0, quality=90))
    write("422.jpg", encoded(rgb, "JPEG", subsampling=1, quality=90))
    write("420.jpg", encoded(rgb, "JPEG", subsampling=2, quality=90))
    write("rgb.jpg", encoded(rgb, "JPEG", keep_rgb=True))
    write("progressive.jpg", encoded(rgb, "JPEG", progressive=True))
    write("restarts.jpg", encoded(rgb, "JPEG", restart_marker_blocks=1))
    write("orientation6.jpg", encoded(rgb, "JPEG", exif=exif))
    write("icc.jpg", encoded(rgb, "JPEG", icc_profile=icc))
    adobe_cmyk = encoded(cmyk, "JPEG", quality=90)
    write("cmyk.jpg", adobe_cmyk)
    at = adobe_cmyk.index(b"Adobe") + 11
    assert adobe_cmyk[at] == 0
    write("ycck.jpg", adobe_cmyk[:at] + b"\2" + adobe_cmyk[at + 1 :])
    plain = adobe_cmyk.index(b"\xff\xee")
    write("cmyk-unmarked.jpg", adobe_cmyk[:plain] + adobe_cmyk[plain + 16 :])

    ramp = (np.arange(W * H).reshape(H, W) * 5).astype(">u2")
    write("grey16.png", png(W, H, 16, 0, plain_rows(ramp)))
    write("greyalpha16.png", png(W, H, 16, 4, plain_rows(np.stack([ramp * 31, ramp], -1).astype(">u2"))))
    write("rgb16.png", png(W, H, 16, 2, plain_rows((np.array(rgb).astype(int) * 256 + 100).astype(">u2"))))
    write("grey1.png", encoded(rgb.convert("1"), "PNG"))
    for depth in (2, 4):
        per_byte = 8 // depth
        rows = np.arange(H * ((W + per_byte - 1) // per_byte)).reshape(H, -1).astype(np.uint8) * 37
        write(f"grey{depth}.png", png(W, H, depth, 0, plain_rows(rows)))
    write("greyalpha.png", encoded(rgba.convert("LA"), "PNG"))
    write("rgba.png", encoded(rgba, "PNG"))
    write("palette.png", encoded(palette, "PNG", transparency=bytes(range(0, 130, 10))))
    write("palette-overrun.png", png(4, 1, 8, 3, bytes([0, 0, 1, 2, 200]), chunk(b"PLTE", bytes(range(10, 16)))))
    write("transparent-grey.png", encoded(rgb.convert("L"), "PNG", transparency=200))
    write("interlaced.png", png(W, H, 8, 2, adam7(np.array(rgb)), interlaced=1))
    gamma = chunk(b"gAMA", struct.pack(">I", 100000))
    profile = chunk(b"iCCP", b"x\0\0" + zlib.compress(icc))
    write("gamma-icc.png", png(W, H, 8, 2, plain_rows(np.array(rgb)), gamma + profile))
    write("gamma-grey.png", png(W, H, 8, 0, plain_rows(np.array(rgb.convert("L"))), gamma))

    big = picture(61, 47)
    write("lossy.webp", encoded(big, "WEBP", quality=90))
    big_alpha = big.copy()
    big_alpha.putalpha(alpha(61, 47))
    write("lossy-alpha.webp", encoded(big_alpha, "WEBP", quality=90))
    ramp = Image.fromarray(np.tile(np.arange(0, 256, 4, dtype=np.uint8), (40, 1)))
    write("grey-lossy.webp", encoded(ramp.convert("RGB"), "WEBP", quality=100))
    write("lossless.webp", encoded(big, "WEBP", lossless=True, quality=100, method=6))
    noise = Image.fromarray((np.array(big) + np.random.default_rng(7).integers(0, 9, (47, 61, 3))).astype(np.uint8))
    write("lossless-noise.webp", encoded(noise, "WEBP", lossless=True))
    write("lossless-alpha.webp", encoded(big_alpha, "WEBP", lossless=True, exact=True))
    write("lossless-icc.webp", encoded(rgb, "WEBP", lossless=True, icc_profile=icc))
    for colors in (2, 4, 13, 60):
        write(f"lossless-{colors}.webp", encoded(big.quantize(colors).convert("RGB"), "WEBP", lossless=True))
    write("lossless-flat.webp", encoded(Image.new("RGB", (9, 5), (1, 2, 3)), "WEBP", lossless=True))
    write("animated.webp", animated_webp(40, 30, 6, 4, rgba))

    write("interlaced.gif", encoded(palette, "GIF", interlace=1))
    write("grey.gif", encoded(rgb.convert("L"), "GIF"))
    write("offset.gif", gif(40, 30, 5, 9, palette))
    write("offset-transparent.gif", gif(40, 30, 5, 9, palette, transparent=3, local=True))
    write("beyond-screen.gif", gif(20, 20, 5, 9, palette, interlace=0))
    rows = np.random.default_rng(3).integers(0, 256, (90, 80)).astype(np.uint8)
    speckled = Image.fromarray(rows)
    write("full-table.gif", encoded(speckled, "GIF"))


def noise(w, h):
    i = np.arange(w * h * 3, dtype=np.uint64) + 1
    v = (i * 0x9E3779B1) & 0xFFFFFFFF
    v ^= v >> 15
    v = (v * 0x85EBCA77) & 0xFFFFFFFF
    return Image.fromarray((v >> 24).astype(np.uint8).reshape(h, w, 3))


def padded(image, size):
    side = max(image.size)
    square = Image.new("RGB", (side, side), (122, 116, 104))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square.resize((size, size), Image.BICUBIC)


def cropped(image, size):
    short = min(image.size)
    w, h = (int(size * side / short) for side in image.size)
    image = image.resize((w, h), Image.BICUBIC)
    left, top = (w - size) // 2, (h - size) // 2
    return image.crop((left, top, left + size, top + size))


def resizing():
    lines = ["mode,width,height,toWidth,toHeight,crc32"]
    resizes = [(3, 5, 28, 28), (5, 3, 336, 336), (1, 1, 7, 7), (1000, 7, 28, 28), (7, 1000, 28, 28), (64, 64, 64, 64)]
    resizes += [(300, 400, 310, 390), (300, 400, 200, 100), (7, 700, 28, 28), (7, 701, 28, 28)]
    resizes += [(640, 427, 336, 224), (97, 101, 96, 100), (16384, 2, 33, 21), (50, 40, 50, 13), (50, 40, 13, 40)]
    for w, h, to_w, to_h in resizes + [(1600, 1200, 336, 252)]:
        result = noise(w, h).resize((to_w, to_h), Image.BICUBIC)
        lines.append(f"resize,{w},{h},{to_w},{to_h},{zlib.crc32(result.tobytes())}")
    shapes = [(3, 5), (5, 3), (4, 4), (28, 28), (27, 28), (640, 427), (333, 500), (1000, 7), (7, 1000), (4001, 1)]
    for w, h in shapes + [(1, 3000), (2, 2001), (120, 385), (40, 4001)]:
        for size in (28, 336):
            for mode, square in (("pad", padded), ("crop", cropped)):
                crc = zlib.crc32(square(noise(w, h), size).tobytes())
                lines.append(f"{mode},{w},{h},{size},{size},{crc}")
    with open("resizing.csv", "w") as f:
        f.write("\n".join(lines) + "\n")


images()
resizing()

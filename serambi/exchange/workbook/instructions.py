"""The first sheet: how to fill in the workbook, in both languages side by side."""

from __future__ import annotations

from serambi.exchange.workbook.columns import Words

GUIDE_TITLE = Words("Petunjuk", "Instructions")

GUIDE = (
    Words(
        "Satu baris untuk satu hal. Kolom bertanda * wajib diisi.",
        "One row for one thing. Columns marked * must be filled.",
    ),
    Words(
        "Tambahkan baris baru di bawah. Kolom “Nomor Serambi” pada baris baru dikosongkan.",
        "Add new rows below. Leave the column “Serambi number” empty in them.",
    ),
    Words(
        "Baris yang Anda hapus dari berkas tetap ada di Serambi. Menghapus dilakukan di halamannya.",
        "A row that you delete from the file stays in Serambi. Removing is done on its page.",
    ),
    Words(
        "Kolom dan lembar boleh dipindah, disembunyikan, atau dihapus. Yang tidak ada di berkas tidak berubah.",
        "Columns and sheets may be moved, hidden or deleted. What is not in the file does not change.",
    ),
    Words(
        "Baris pertama setiap lembar tersembunyi dan terkunci: dari situ Serambi mengenali kolom.",
        "The first row of each sheet is hidden and locked: from it Serambi knows the columns.",
    ),
    Words(
        "Sel kosong berarti tidak ada nilai, bukan nol.",
        "An empty cell means no value, which is not zero.",
    ),
    Words(
        "Angka dengan lebih dari 15 digit ditulis sebagai teks supaya tidak ada digit yang hilang.",
        "Write a number of more than 15 digits as text, so that no digit is lost.",
    ),
    Words(
        "Teks yang diawali = + - @ adalah teks biasa, bukan rumus. Rumus pada sel tidak dijalankan oleh Serambi.",
        "A text that begins with = + - @ is text and no formula. Serambi runs no formula of a cell.",
    ),
    Words(
        "Lembar Wilayah hanya rujukan dan tidak dimuat.",
        "The sheet Areas is for reference and is not loaded.",
    ),
    Words(
        "Pemuatan menampilkan dahulu apa yang baru dan apa yang berubah, lalu memuat semuanya atau tidak sama sekali.",
        "Loading first shows what is new and what changes, then loads everything or nothing.",
    ),
)

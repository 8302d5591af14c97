// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/hex_view.h"

#include "widgets/theme.h"

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qsizetype BytesPerLine = 16;

QString hexLine(QByteArrayView bytes, qsizetype offset)
{
    QString hex;
    QString printable;
    for (qsizetype i = 0; i < BytesPerLine; ++i) {
        if (i == BytesPerLine / 2)
            hex += ' '_L1;
        if (i >= bytes.size()) {
            hex += "   "_L1;
            continue;
        }
        const auto byte = static_cast<unsigned char>(bytes.at(i));
        hex += u"%1 "_s.arg(uint(byte), 2, 16, '0'_L1);
        printable += byte >= 0x20 && byte < 0x7f ? QChar::fromLatin1(bytes.at(i)) : QChar('.'_L1);
    }
    return u"%1  %2 |%3|"_s.arg(uint(offset), 8, 16, '0'_L1).arg(hex, printable);
}

} // namespace

QString hexDump(const QByteArray &bytes)
{
    QStringList lines;
    for (qsizetype offset = 0; offset < bytes.size(); offset += BytesPerLine) {
        const qsizetype length = std::min(BytesPerLine, bytes.size() - offset);
        lines.append(hexLine(QByteArrayView(bytes).sliced(offset, length), offset));
    }
    return lines.join('\n'_L1);
}

HexView::HexView(const Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(theme.monospace());
}

void HexView::setBytes(const QByteArray &bytes)
{
    setPlainText(hexDump(bytes));
}

} // namespace signalbox::ui

// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/key_value.h"

#include "client/cbor_fields.h"
#include "widgets/format.h"
#include "widgets/hex_view.h"
#include "widgets/text_bytes.h"

#include <QCborArray>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype LongestElement = 400; // bytes, in a cell

QString text(const char *english)
{
    return QCoreApplication::translate("KeyValue", english);
}

// Text as such, or {text}, or {base64}; a number as it is written.
QByteArray bytesOf(const QCborValue &value)
{
    if (value.isByteArray())
        return value.toByteArray();
    if (value.isInteger())
        return QByteArray::number(value.toInteger());
    if (value.isDouble())
        return QByteArray::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    if (!value.isMap())
        return value.toString().toUtf8();
    const QCborMap map = value.toMap();
    return map.contains("base64"_L1) ? QByteArray::fromBase64(map.value("base64"_L1).toString().toLatin1())
                                     : map.value("text"_L1).toString().toUtf8();
}

// The fields of a stream's entry as the JSON object that they are to a person, in their order.
QByteArray fieldsOf(const QCborValue &fields)
{
    QByteArrayList members;
    for (const QCborValue field : fields.toArray()) {
        const QJsonArray pair{QString::fromUtf8(bytesOf(field.toArray().at(0))),
                              QString::fromUtf8(bytesOf(field.toArray().at(1)))};
        const QByteArray both = QJsonDocument(pair).toJson(QJsonDocument::Compact); // ["name","value"]
        const QByteArray name = QJsonDocument(QJsonArray{pair.at(0)}).toJson(QJsonDocument::Compact);
        const QByteArray quoted = name.sliced(1, name.size() - 2);
        members.append(quoted + ':' + both.sliced(quoted.size() + 2, both.size() - quoted.size() - 3));
    }
    return '{' + members.join(',') + '}';
}

QList<QList<QByteArray>> pairsOf(const QCborArray &array, bool stream)
{
    QList<QList<QByteArray>> rows;
    for (const QCborValue item : array) {
        const QCborArray pair = item.toArray();
        rows.append({bytesOf(pair.at(0)), stream ? fieldsOf(pair.at(1)) : bytesOf(pair.at(1))});
    }
    return rows;
}

QList<QList<QByteArray>> singlesOf(const QCborArray &array, bool numbered)
{
    QList<QList<QByteArray>> rows;
    for (qsizetype at = 0; at < array.size(); ++at) {
        const QByteArray element = bytesOf(array.at(at));
        rows.append(numbered ? QList<QByteArray>{QByteArray::number(at), element} : QList<QByteArray>{element});
    }
    return rows;
}

void readElements(KeyValue &value, const QCborValue &from)
{
    const QString &type = value.row.type;
    const QCborArray array = from.toArray();
    if (type == "hash"_L1)
        value.titles = {text("Field"), text("Value")};
    else if (type == "zset"_L1)
        value.titles = {text("Member"), text("Score")};
    else if (type == "stream"_L1)
        value.titles = {text("Entry"), text("Fields")};
    else if (type == "list"_L1)
        value.titles = {text("#"), text("Value")};
    else
        value.titles = {text("Member")};
    const bool singles = type == "list"_L1 || value.titles.size() == 1;
    value.elements = singles ? singlesOf(array, type == "list"_L1) : pairsOf(array, type == "stream"_L1);
    value.valueColumn = type == "zset"_L1 ? 0 : int(value.titles.size()) - 1;
}

} // namespace

QString elementText(const QByteArray &bytes)
{
    const QByteArray shown = bytes.first(std::min(bytes.size(), LongestElement));
    if (!isText(bytes))
        return "0x"_L1 + QString::fromLatin1(shown.toHex()) + (shown.size() < bytes.size() ? u"…"_s : QString());
    QString line = QString::fromUtf8(shown).simplified();
    return shown.size() < bytes.size() ? line + u'…' : line;
}

QString KeyValue::lengthText() const
{
    if (row.type == "string"_L1)
        return formatBytes(double(length));
    if (row.type == "hash"_L1)
        return formatCounted(length, text("field"), text("fields"));
    if (row.type == "stream"_L1)
        return formatCounted(length, text("entry"), text("entries"));
    if (row.type == "list"_L1)
        return formatCounted(length, text("element"), text("elements"));
    return formatCounted(length, text("member"), text("members"));
}

QString KeyValue::copyText() const
{
    if (!isTable())
        return isText(bytes) ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes.toHex());
    QStringList lines;
    for (const QList<QByteArray> &element : elements) {
        QStringList cells;
        for (const QByteArray &cell : element)
            cells.append(isText(cell) ? QString::fromUtf8(cell) : QString::fromLatin1(cell.toHex()));
        lines.append(cells.join('\t'_L1));
    }
    return lines.join('\n'_L1);
}

KeyValue KeyValue::fromCbor(const QCborMap &answer, qint64 nowMs)
{
    KeyValue value;
    value.row = KeyRow::fromCbor(answer, nowMs);
    value.encoding = answer.value("encoding"_L1).toString();
    value.length = integerField(answer, "length");
    value.truncated = answer.value("truncated"_L1).toBool();
    const QCborValue content = answer.value("value"_L1);
    if (value.row.type == "string"_L1)
        value.bytes = bytesOf(content);
    else
        readElements(value, content);
    return value;
}

} // namespace signalbox::ui

// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/json_tree.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonParseError>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

// Reads text that QJsonDocument has found to be right, so that nothing here can go wrong.
class Reader {
public:
    explicit Reader(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    std::unique_ptr<JsonNode> value()
    {
        auto node = std::make_unique<JsonNode>();
        skipSpace();
        switch (m_bytes.at(m_at)) {
        case '{':
            readMembers(*node);
            break;
        case '[':
            readItems(*node);
            break;
        case '"':
            node->kind = JsonNode::Kind::String;
            node->text = string();
            break;
        default:
            readWord(*node);
        }
        skipSpace();
        return node;
    }

private:
    void skipSpace()
    {
        while (m_at < m_bytes.size() && QByteArrayView(" \t\r\n").contains(m_bytes.at(m_at)))
            ++m_at;
    }

    void readMembers(JsonNode &node)
    {
        node.kind = JsonNode::Kind::Object;
        ++m_at;
        for (skipSpace(); m_bytes.at(m_at) != '}'; skipSpace()) {
            const QString key = string();
            skipSpace();
            ++m_at; // the colon
            adopt(node, value(), key);
            skipComma();
        }
        ++m_at;
    }

    void readItems(JsonNode &node)
    {
        node.kind = JsonNode::Kind::Array;
        ++m_at;
        for (skipSpace(); m_bytes.at(m_at) != ']'; skipSpace()) {
            adopt(node, value(), {});
            skipComma();
        }
        ++m_at;
    }

    void readWord(JsonNode &node)
    {
        const qsizetype begin = m_at;
        while (m_at < m_bytes.size() && !QByteArrayView(" \t\r\n,]}").contains(m_bytes.at(m_at)))
            ++m_at;
        node.text = QString::fromLatin1(m_bytes.sliced(begin, m_at - begin));
        if (node.text == "null"_L1)
            node.kind = JsonNode::Kind::Null;
        else if (node.text == "true"_L1 || node.text == "false"_L1)
            node.kind = JsonNode::Kind::Bool;
        else
            node.kind = JsonNode::Kind::Number;
    }

    QString string()
    {
        const qsizetype begin = m_at++;
        while (m_bytes.at(m_at) != '"')
            m_at += m_bytes.at(m_at) == '\\' ? 2 : 1;
        ++m_at;
        const QByteArrayView quoted = m_bytes.sliced(begin, m_at - begin);
        if (!quoted.contains('\\'))
            return QString::fromUtf8(quoted.sliced(1, quoted.size() - 2));
        return QJsonDocument::fromJson('[' + quoted.toByteArray() + ']').array().at(0).toString();
    }

    void skipComma()
    {
        skipSpace();
        if (m_bytes.at(m_at) == ',')
            ++m_at;
    }

    static void adopt(JsonNode &parent, std::unique_ptr<JsonNode> child, const QString &key)
    {
        child->key = key;
        child->parent = &parent;
        child->row = int(parent.children.size());
        parent.children.push_back(std::move(child));
    }

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
};

QString quoted(const QString &text)
{
    const QByteArray json = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(1, json.size() - 2));
}

void write(const JsonNode &node, int depth, QString &out)
{
    const bool object = node.kind == JsonNode::Kind::Object;
    if (!object && node.kind != JsonNode::Kind::Array) {
        out += node.kind == JsonNode::Kind::String ? quoted(node.text) : node.text;
        return;
    }
    if (node.children.empty()) {
        out += object ? "{}"_L1 : "[]"_L1;
        return;
    }
    out += object ? "{\n"_L1 : "[\n"_L1;
    for (const auto &child : node.children) {
        out += QString((depth + 1) * 2, ' '_L1);
        if (object)
            out += quoted(child->key) + ": "_L1;
        write(*child, depth + 1, out);
        out += child == node.children.back() ? "\n"_L1 : ",\n"_L1;
    }
    out += QString(depth * 2, ' '_L1) + (object ? '}'_L1 : ']'_L1);
}

} // namespace

std::unique_ptr<JsonNode> readJson(const QByteArray &bytes, QString *error, qsizetype *errorOffset)
{
    const QByteArray json = bytes.startsWith("\xEF\xBB\xBF") ? bytes.mid(3) : bytes;
    const QByteArray trimmed = json.trimmed();
    const bool container = trimmed.startsWith('{') || trimmed.startsWith('[');
    // A single value goes in an array, since QJsonDocument takes none.
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(container ? json : '[' + json + ']', &parsed);
    const bool single = container || document.array().size() == 1;
    if (parsed.error == QJsonParseError::NoError && single)
        return Reader(json).value();
    if (error)
        *error = trimmed.isEmpty() ? u"it is empty"_s : parsed.errorString();
    if (errorOffset)
        *errorOffset = std::max(0, parsed.offset - (container ? 0 : 1));
    return nullptr;
}

QString toIndentedJson(const JsonNode &node)
{
    QString out;
    write(node, 0, out);
    return out;
}

} // namespace signalbox::ui

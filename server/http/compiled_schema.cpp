// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/compiled_schema.h"

#include "http/schema.h"
#include "http/schema_messages.h"
#include "http/text_format.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <map>
#include <stdexcept>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wextra"
#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

namespace signalbox::http {

using namespace Qt::Literals::StringLiterals;

namespace {

using JsonAdapter = valijson::adapters::QtJsonAdapter;

constexpr int mostProblems = 100; // a person reads fewer; a client must not make the answer grow
constexpr int longestNameShown = 100;

[[noreturn]] void refuse(const QString &what)
{
    throw std::logic_error("schema: " + what.toStdString());
}

void checkKeyword(const QString &keyword)
{
    static const QSet<QString> known{
        u"type"_s,         u"enum"_s,     u"const"_s,      u"default"_s,   u"properties"_s, u"required"_s,
        u"items"_s,        u"minItems"_s, u"maxItems"_s,   u"minLength"_s, u"maxLength"_s,  u"additionalProperties"_s,
        u"pattern"_s,      u"format"_s,   u"minimum"_s,    u"maximum"_s,   u"anyOf"_s,      u"description"_s,
        u"title"_s,        u"examples"_s, u"deprecated"_s, u"readOnly"_s,  u"writeOnly"_s,  u"contentMediaType"_s,
        u"minProperties"_s};
    if (!known.contains(keyword) && !keyword.startsWith("x-"_L1))
        refuse(u"the keyword "_s + keyword + u" is not checked here"_s);
}

// What valijson is left to judge of one schema, without its subschemas. It must not see
// - pattern: std::regex recurses for each character, and a long text ends the process;
// - format: it knows dates only, and as another standard;
// - integer: its adapter takes whole numbers from 2^31 on for fractions;
// - anyOf: its branches may hold any of these.
// CompiledSchema::Private::walk() checks those.
QJsonObject judged(const QJsonObject &schema)
{
    QJsonObject kept;
    for (const QString &keyword :
         {u"enum"_s, u"const"_s, u"required"_s, u"minItems"_s, u"maxItems"_s, u"minLength"_s, u"maxLength"_s,
          u"minProperties"_s, u"minimum"_s, u"maximum"_s, u"additionalProperties"_s}) {
        if (const QJsonValue value = schema.value(keyword); !value.isUndefined())
            kept.insert(keyword, value);
    }
    const auto numeric = [](const QJsonValue &type) { return type == "integer"_L1 ? QJsonValue(u"number"_s) : type; };
    const QJsonValue type = schema.value("type"_L1);
    if (type.isString()) {
        kept.insert("type"_L1, numeric(type));
    } else if (type.isArray()) {
        QJsonArray types;
        for (const auto &each : type.toArray())
            types.append(numeric(each));
        kept.insert("type"_L1, types);
    }
    return kept;
}

QString childPath(const QString &path, const QString &name)
{
    const QString shown = name.size() > longestNameShown ? name.left(longestNameShown) + u"…"_s : name;
    return path.isEmpty() ? shown : path + u'.' + shown;
}

// One schema of the tree, with what is not to be looked up for each value.
struct Node {
    explicit Node(const QJsonObject &schema);

    void addChildren();
    void addPattern();
    const Node *child(const QJsonValue &parent, const QString &step) const;
    QJsonObject forJudge() const;
    QString patternProblem(const QString &text) const;

    QJsonObject json;
    std::map<QString, Node> properties;
    std::unique_ptr<Node> items;
    std::unique_ptr<Node> additional;
    std::vector<std::unique_ptr<CompiledSchema>> branches;
    QRegularExpression pattern;
    std::optional<TextFormat> format;
    QJsonValue fallback;
    qint64 mostBytes = -1;
    bool integer = false;
    bool trims = false;
    bool lowers = false;
};

Node::Node(const QJsonObject &schema)
    : json(schema)
    , format(textFormat(schema.value("format"_L1).toString()))
    , fallback(schema.value("default"_L1))
    , mostBytes(schema.value("x-signalbox-most-bytes"_L1).toInteger(-1))
    , trims(schema.value("x-signalbox-trim"_L1).toBool())
    , lowers(schema.value("x-signalbox-lower"_L1).toBool())
{
    for (const QString &keyword : json.keys())
        checkKeyword(keyword);
    const QJsonValue type = json.value("type"_L1);
    integer = type == "integer"_L1 || type.toArray().contains("integer"_L1);
    addPattern();
    addChildren();
}

void Node::addPattern()
{
    if (!json.contains("pattern"_L1))
        return;
    pattern.setPattern(json.value("pattern"_L1).toString());
    pattern.setPatternOptions(QRegularExpression::UseUnicodePropertiesOption);
    if (!pattern.isValid())
        refuse(u"the pattern "_s + pattern.pattern() + u" can't be read: "_s + pattern.errorString());
    pattern.optimize();
}

void Node::addChildren()
{
    const QJsonObject named = json.value("properties"_L1).toObject();
    for (auto property = named.begin(); property != named.end(); ++property)
        properties.emplace(property.key(), property.value().toObject());
    for (const auto &name : json.value("required"_L1).toArray()) {
        if (!named.contains(name.toString()))
            refuse(u"requires "_s + name.toString() + u", which it doesn't declare"_s);
    }
    if (json.value("items"_L1).isObject())
        items = std::make_unique<Node>(json.value("items"_L1).toObject());
    if (json.value("additionalProperties"_L1).isObject())
        additional = std::make_unique<Node>(json.value("additionalProperties"_L1).toObject());
    for (const auto &branch : json.value("anyOf"_L1).toArray())
        branches.push_back(std::make_unique<CompiledSchema>(Schema(branch.toObject())));
}

const Node *Node::child(const QJsonValue &parent, const QString &step) const
{
    if (parent.isArray())
        return items.get();
    const auto found = properties.find(step);
    return found == properties.end() ? additional.get() : &found->second;
}

QJsonObject Node::forJudge() const
{
    QJsonObject schema = judged(json);
    QJsonObject named;
    for (const auto &[name, property] : properties)
        named.insert(name, property.forJudge());
    if (!named.isEmpty() || json.contains("properties"_L1))
        schema.insert("properties"_L1, named);
    if (items)
        schema.insert("items"_L1, items->forJudge());
    if (additional)
        schema.insert("additionalProperties"_L1, additional->forJudge());
    return schema;
}

QString Node::patternProblem(const QString &text) const
{
    const QString own = json.value("x-signalbox-message"_L1).toString();
    if (format && !format->matches(text))
        return own.isEmpty() ? format->problem : own;
    if (!pattern.pattern().isEmpty() && !pattern.match(text).hasMatch())
        return own.isEmpty() ? u"Must match "_s + pattern.pattern() : own;
    return {};
}

} // namespace

struct CompiledSchema::Private {
    explicit Private(const QJsonObject &schema)
        : root(schema)
    {
        const QJsonValue prepared = root.forJudge();
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(JsonAdapter(prepared), judge);
    }

    QJsonValue normalized(const Node &node, const QJsonValue &value) const;
    void walk(const Node &node, const QJsonValue &value, const QString &path, QList<SchemaProblem> &problems) const;
    void walkText(const Node &node, const QString &text, const QString &path, QList<SchemaProblem> &problems) const;
    void explain(const QJsonValue &value, QList<SchemaProblem> &problems);
    void explainAt(const std::vector<std::string> &place, const QJsonValue &value,
                   QList<SchemaProblem> &problems) const;

    Node root;
    valijson::Schema judge;
    valijson::Validator validator;
};

namespace {

void add(QList<SchemaProblem> &problems, const QString &path, const QString &message)
{
    if (problems.size() < mostProblems)
        problems.append({path, message});
}

QString normalizedText(const Node &node, QString text)
{
    if (node.trims)
        text = text.trimmed();
    return node.lowers ? text.toLower() : text;
}

} // namespace

QJsonValue CompiledSchema::Private::normalized(const Node &node, const QJsonValue &value) const
{
    if (value.isString())
        return node.trims || node.lowers ? QJsonValue(normalizedText(node, value.toString())) : value;
    if (value.isArray() && node.items) {
        QJsonArray items;
        for (const auto &item : value.toArray())
            items.append(normalized(*node.items, item));
        return items;
    }
    if (!value.isObject() || node.properties.empty())
        return value;
    QJsonObject object = value.toObject();
    for (const auto &[name, property] : node.properties) {
        const auto field = object.find(name);
        if (field != object.end())
            *field = normalized(property, *field);
        else if (!property.fallback.isUndefined())
            object.insert(name, property.fallback);
    }
    return object;
}

void CompiledSchema::Private::walkText(const Node &node, const QString &text, const QString &path,
                                       QList<SchemaProblem> &problems) const
{
    if (!isSoundText(text))
        return add(problems, path, u"Must not contain NUL or half characters"_s);
    if (node.mostBytes >= 0 && text.toUtf8().size() > node.mostBytes)
        add(problems, path, u"At most %1 bytes"_s.arg(node.mostBytes));
    // A text that is too long is not matched: the work must stay bounded.
    const QJsonValue longest = node.json.value("maxLength"_L1);
    if (longest.isDouble() && text.size() > 2 * longest.toInteger())
        return;
    if (const QString problem = node.patternProblem(text); !problem.isEmpty())
        add(problems, path, problem);
}

// What valijson does not judge.
void CompiledSchema::Private::walk(const Node &node, const QJsonValue &value, const QString &path,
                                   QList<SchemaProblem> &problems) const
{
    if (!node.branches.empty()
        && std::none_of(node.branches.begin(), node.branches.end(),
                        [&value](const auto &branch) { return branch->check(value).isEmpty(); }))
        add(problems, path, u"Has none of the forms that it may have"_s);
    if (value.isString())
        return walkText(node, value.toString(), path, problems);
    if (value.isDouble() && node.integer && !isWholeNumber(value))
        return add(problems, path, problemsOf(node.json, value).value(0).message);
    if (value.isArray() && node.items) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size() && problems.size() < mostProblems; ++i)
            walk(*node.items, array[i], childPath(path, QString::number(i)), problems);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field) {
            if (!isSoundText(field.key()))
                add(problems, path, u"Has a name with NUL or half characters"_s);
            else if (const Node *property = node.child(value, field.key()))
                walk(*property, field.value(), childPath(path, field.key()), problems);
        }
    }
}

// Turns what valijson found into words: where, from its path; what, from the schema there.
void CompiledSchema::Private::explain(const QJsonValue &value, QList<SchemaProblem> &problems)
{
    valijson::ValidationResults results;
    validator.validate(judge, JsonAdapter(value), &results);
    QList<SchemaProblem> explained;
    std::vector<std::vector<std::string>> places;
    for (const auto &error : results) {
        if (std::find(places.begin(), places.end(), error.context) != places.end())
            continue;
        places.push_back(error.context);
        explainAt(error.context, value, explained);
        if (explained.size() >= mostProblems)
            break;
    }
    problems = explained + problems;
    if (problems.isEmpty())
        problems.append({{}, u"Is not valid"_s});
}

void CompiledSchema::Private::explainAt(const std::vector<std::string> &place, const QJsonValue &value,
                                        QList<SchemaProblem> &problems) const
{
    const Node *node = &root;
    QJsonValue at = value;
    QString path;
    for (std::size_t i = 1; i < place.size() && node; ++i) { // the first is the root; others are "[name]"
        const QString step = QString::fromStdString(place[i].substr(1, place[i].size() - 2));
        node = node->child(at, step);
        at = at.isArray() ? at.toArray().at(step.toLongLong()) : at.toObject().value(step);
        path = childPath(path, step);
    }
    if (!node)
        return;
    for (const SchemaProblem &problem : problemsOf(node->json, at))
        add(problems, problem.path.isEmpty() ? path : childPath(path, problem.path), problem.message);
}

CompiledSchema::CompiledSchema(const Schema &schema)
    : d(std::make_unique<Private>(schema.json()))
{
}

CompiledSchema::~CompiledSchema() = default;

QJsonValue CompiledSchema::normalized(const QJsonValue &value) const
{
    return d->normalized(d->root, value);
}

QList<SchemaProblem> CompiledSchema::check(const QJsonValue &value) const
{
    QList<SchemaProblem> problems;
    d->walk(d->root, value, {}, problems);
    if (!d->validator.validate(d->judge, JsonAdapter(value), nullptr))
        d->explain(value, problems);
    return problems;
}

} // namespace signalbox::http

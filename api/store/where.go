package store

import (
	"fmt"
	"slices"
	"strings"
)

// Cond is one condition on conversations. Conditions of a list must all be
// fulfilled.
type Cond struct {
	Field  Field
	Not    bool
	Op     string   // "<", ">", "=" or "within" for numbers and times; "" is: there is one
	Values []string // any of them; for words: one phrase each
	N      int64    // the number or the unix seconds
	M      int64    // the upper end of "within"
}

// Field is what a condition looks at.
type Field string

// The fields. Those of type text compare with Values, those of type number
// with N.
const (
	FieldID         Field = "id"
	FieldState      Field = "state"
	FieldAssignee   Field = "assignee"   // admin id, "" nobody
	FieldTeam       Field = "team"       // team id, "" none
	FieldUnassigned Field = "unassigned" // neither admin nor team; no value
	FieldTag        Field = "tag"        // name, in lower case, or id
	FieldPriority   Field = "priority"
	FieldUrgent     Field = "urgent" // more than usual; no value
	FieldUnread     Field = "unread" // no value
	FieldChannel    Field = "channel"
	FieldSLA        Field = "sla"     // status or, in lower case, name
	FieldLate       Field = "late"    // the SLA was missed, or the id is one of Values
	FieldContact    Field = "contact" // id
	FieldFrom       Field = "from"    // part of name or address, lower case
	FieldHay        Field = "hay"     // part of name, address, subject or preview, lower case
	FieldWaiting    Field = "waiting" // waiting_since; "" is: somebody waits
	FieldCreated    Field = "created"
	FieldUpdated    Field = "updated"
	FieldSnoozed    Field = "snoozed"
	FieldClosed     Field = "closed"
	FieldRating     Field = "rating"
	FieldNote       Field = "note"    // words in notes
	FieldText       Field = "text"    // words in a message, or in customer and subject
	FieldMention    Field = "mention" // "@" and one of Values, lower case, in a note
)

var textColumns = map[Field]string{
	FieldID: "c.id", FieldState: "c.state", FieldAssignee: "c.admin_id", FieldTeam: "c.team_id",
	FieldPriority: "c.priority", FieldChannel: "c.channel", FieldContact: "c.contact_id",
}

var numberColumns = map[Field]string{
	FieldWaiting: "c.waiting", FieldCreated: "c.created_at", FieldUpdated: "c.updated_at",
	FieldSnoozed: "c.snoozed_until", FieldClosed: "c.closed_at", FieldRating: "c.rating",
}

// where makes SQL of conditions.
func where(conds []Cond) (string, []any, error) {
	var parts []string
	var args []any
	if !slices.ContainsFunc(conds, func(c Cond) bool { return c.Field == FieldState && !c.Not }) {
		parts = append(parts, "c.state <> 'gone'")
	}
	for _, cond := range conds {
		sql, a, err := cond.sql()
		if err != nil {
			return "", nil, err
		}
		if cond.Not {
			sql = "NOT (" + sql + ")"
		}
		parts = append(parts, sql)
		args = append(args, a...)
	}
	return strings.Join(parts, " AND "), args, nil
}

func (c Cond) sql() (string, []any, error) {
	if col, ok := textColumns[c.Field]; ok {
		return col + " IN (" + marks(len(c.Values)) + ")", anys(c.Values), nil
	}
	if col, ok := numberColumns[c.Field]; ok {
		if c.Field == FieldWaiting && c.Op == ">" {
			return "c.waiting > ? AND c.waiting < ?", []any{c.N, nobody}, nil
		}
		if c.Field == FieldWaiting && c.Op == "" {
			return "c.waiting < ?", []any{nobody}, nil
		}
		switch c.Op {
		case "<", ">":
			return fmt.Sprintf("%s > 0 AND %s %s ?", col, col, c.Op), []any{c.N}, nil
		case "within":
			return fmt.Sprintf("%s > ? AND %s < ?", col, col), []any{c.N, c.M}, nil
		case "=":
			return col + " = ?", []any{c.N}, nil
		default:
			return col + " > 0", nil, nil
		}
	}
	switch c.Field {
	case FieldTag:
		m := marks(len(c.Values))
		return "EXISTS (SELECT 1 FROM tags t WHERE t.conversation_id = c.id AND (t.name IN (" + m + ") OR t.tag_id IN (" + m + ")))",
			append(anys(c.Values), anys(c.Values)...), nil
	case FieldUnassigned:
		return "c.admin_id = '' AND c.team_id = ''", nil, nil
	case FieldUrgent:
		return "c.urgency > 1", nil, nil
	case FieldUnread:
		return "c.read = 0", nil, nil
	case FieldSLA:
		m := marks(len(c.Values))
		return "(c.sla_status IN (" + m + ") OR c.sla_name IN (" + m + "))", append(anys(c.Values), anys(c.Values)...), nil
	case FieldLate:
		if len(c.Values) == 0 {
			return "c.sla_status = 'missed'", nil, nil
		}
		return "(c.sla_status = 'missed' OR c.id IN (" + marks(len(c.Values)) + "))", anys(c.Values), nil
	case FieldHay:
		return any1("instr(CAST(c.hay AS BLOB), ?) > 0", c.Values), blobs(c.Values), nil
	case FieldFrom:
		return any1("instr(c.who, ?) > 0", c.Values), anys(c.Values), nil
	case FieldText:
		expr := matchOrNone(c.Values)
		return "(c.id IN (SELECT m.conversation_id FROM words JOIN messages m ON m.n = words.rowid WHERE words MATCH ?)" +
			" OR c.id IN (SELECT l.conversation_id FROM label_words JOIN labels l ON l.n = label_words.rowid WHERE label_words MATCH ?))", []any{expr, expr}, nil
	case FieldNote:
		return "c.id IN (SELECT m.conversation_id FROM words JOIN messages m ON m.n = words.rowid WHERE words MATCH ? AND m.kind = '" + KindNote + "')",
			[]any{matchOrNone(c.Values)}, nil
	case FieldMention:
		words := make([]string, len(c.Values))
		args := []any{nil}
		for i, v := range c.Values {
			words[i] = matchOrNone([]string{v})
			args = append(args, "@"+v)
		}
		args[0] = strings.Join(words, " OR ")
		return "c.id IN (SELECT m.conversation_id FROM words JOIN messages m ON m.n = words.rowid WHERE words MATCH ? AND m.kind = '" +
			KindNote + "' AND " + any1("instr(lower(m.text), ?) > 0", c.Values) + ")", args, nil
	}
	return "", nil, fmt.Errorf("unknown field %q", c.Field)
}

// match makes an FTS5 expression of phrases that must all occur. With
// beginnings, a phrase of one word also finds longer words that begin so;
// that costs much more where the word is common.
func match(phrases []string, beginnings bool) string {
	out := make([]string, 0, len(phrases))
	for _, p := range phrases {
		p = strings.TrimSpace(segment(strings.ReplaceAll(p, "\x00", "")))
		if p == "" {
			continue
		}
		quoted := `"` + strings.ReplaceAll(p, `"`, `""`) + `"`
		if beginnings && !strings.Contains(p, " ") {
			quoted += "*"
		}
		out = append(out, quoted)
	}
	return strings.Join(out, " AND ")
}

// matchOrNone is match, except that phrases without anything to look for match
// nothing.
func matchOrNone(phrases []string) string {
	if expr := match(phrases, false); expr != "" {
		return expr
	}
	return `""`
}

func marks(n int) string {
	return strings.TrimSuffix(strings.Repeat("?,", n), ",")
}

func anys(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// blobs has text compared byte by byte, which is twice as quick.
func blobs(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = []byte(v)
	}
	return out
}

// any1 repeats a condition with one placeholder for each value.
func any1(sql string, values []string) string {
	return "(" + strings.TrimSuffix(strings.Repeat(sql+" OR ", len(values)), " OR ") + ")"
}

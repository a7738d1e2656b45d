package mask

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// JSON masks the values of what Intercom or Parley says in JSON, by what their
// keys call them. Keys, their order, ids, numbers, times and states stay, so
// that programs can read it as before. Whoever is named in it is learned.
func (m *Mask) JSON(raw []byte) ([]byte, error) {
	if !m.On() {
		return raw, nil
	}
	m.Learn(namedInJSON(raw)...)
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	w := jsonWriter{mask: m}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return w.out.Bytes(), nil
		}
		if err == nil {
			err = w.token(t)
		}
		if err != nil {
			return nil, fmt.Errorf("mask what Intercom said: %w", err)
		}
	}
}

// level is an object or array of JSON that is open.
type level struct {
	key    string // under which it stands
	object bool
	some   bool   // there is something in it
	name   string // the key whose value comes next
	value  bool   // a value comes next
}

// jsonWriter writes tokens as they come.
type jsonWriter struct {
	mask *Mask
	out  bytes.Buffer
	open []level
}

func (w *jsonWriter) token(t json.Token) error {
	if d, ok := t.(json.Delim); ok && (d == '}' || d == ']') {
		w.open = w.open[:len(w.open)-1]
		w.out.WriteRune(rune(d))
		w.done()
		return nil
	}
	top := w.top()
	if top != nil && !top.value && top.some {
		w.out.WriteByte(',')
	}
	switch t := t.(type) {
	case json.Delim:
		key := ""
		if top != nil {
			top.some = true
			if key = top.name; !top.object {
				key = top.key
			}
		}
		w.out.WriteRune(rune(t))
		w.open = append(w.open, level{key: key, object: t == '{'})
		return nil
	case string:
		if top != nil && top.object && !top.value {
			top.some, top.name, top.value = true, t, true
			return w.write(t, ":")
		}
		return w.value(w.masked(t))
	default:
		return w.value(t)
	}
}

func (w *jsonWriter) top() *level {
	if len(w.open) == 0 {
		return nil
	}
	return &w.open[len(w.open)-1]
}

func (w *jsonWriter) value(v any) error {
	if top := w.top(); top != nil {
		top.some = true
	}
	if err := w.write(v, ""); err != nil {
		return err
	}
	w.done()
	return nil
}

func (w *jsonWriter) write(v any, behind string) error {
	b, err := json.Marshal(v)
	w.out.Write(b)
	w.out.WriteString(behind)
	return err
}

// done notes that a value is complete.
func (w *jsonWriter) done() {
	if top := w.top(); top != nil {
		top.value = false
	}
}

// things are what a "name" belongs to when that is nobody's.
var things = set(`tag tags team teams topic topics app apps sla sla_applied view views segment segments plan workflow attribute
	action macro macros attachments file files event_details value admin_assignee_team`)

// masked masks a string by the key it stands under, and by what that belongs to.
func (w *jsonWriter) masked(s string) string {
	m, key, of := w.mask, "", ""
	if top := w.top(); top != nil {
		if key, of = top.name, top.key; !top.object {
			key = top.key
		}
	}
	if slices.ContainsFunc(w.open, func(l level) bool { return l.key == "custom_attributes" }) {
		return m.Attribute(s)
	}
	switch key = strings.ToLower(key); {
	case key == "name" && (of == "attachments" || of == "file_attachments"), key == "attachments":
		return m.FileName(s)
	case key == "name" && (of == "company" || of == "companies"), key == "company" || key == "company_name":
		return m.Company(s)
	case key == "name" && !things[of], key == "contact" || key == "author" || key == "assignee" || key == "teammate" || key == "admin":
		return m.Name(s)
	case key == "email" || key == "email_address":
		return m.Email(s)
	case key == "phone" || key == "phone_number":
		return m.Phone(s)
	case key == "city" || key == "city_name" || key == "region" && of == "location" || key == "postal_code":
		return m.Name(s)
	case key == "external_id" || key == "user_id" || key == "company_id" || key == "ip" || key == "ip_address":
		return m.Code(s)
	case key == "body" || key == "html":
		return m.HTML(s)
	case key == "text" || key == "preview" || key == "excerpt" || key == "remark" || key == "rating_remark" || key == "plain_body":
		return m.Body(s)
	case key == "website":
		return m.Website(s)
	case key == "url" || key == "href" || key == "src" || strings.HasSuffix(key, "_url") && key != "base_url":
		return m.Link(s)
	case key == "id" || key == "type" || key == "state" || key == "code" || strings.HasSuffix(key, "_id") || strings.HasSuffix(key, "_at") ||
		strings.HasSuffix(key, "_ids") || strings.HasSuffix(key, "_type"):
		return s
	default:
		return m.Text(s)
	}
}

// namedInJSON returns whoever an object of JSON names.
func namedInJSON(raw []byte) []Person {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	var out []Person
	walk(v, "", &out)
	return out
}

func walk(v any, key string, out *[]Person) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			walk(x, key, out)
		}
	case map[string]any:
		if p, ok := personIn(v, key); ok {
			*out = append(*out, p)
		}
		for k, x := range v {
			if k != "custom_attributes" {
				walk(x, k, out)
			}
		}
	}
}

func personIn(v map[string]any, key string) (Person, bool) {
	text := func(k string) string { s, _ := v[k].(string); return s }
	p := Person{Name: text("name"), Email: text("email"), Phone: text("phone"), ID: text("external_id")}
	if p.Email == "" {
		p.Email = text("email_address")
	}
	switch kind := text("type"); {
	case kind == "bot" || kind == "team" || strings.HasPrefix(p.Email, "operator+"):
		return p, false
	case kind == "company" || key == "company" || key == "companies":
		return Person{Name: p.Name, ID: text("company_id"), Company: true}, p.Name != ""
	case kind == "admin":
		p.Teammate = true
		return p, p.Name != ""
	default:
		return p, p.Email != "" || p.Phone != "" || p.ID != "" || kind == "user" || kind == "lead" || kind == "contact"
	}
}

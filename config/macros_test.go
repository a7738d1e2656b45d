package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const refund = `+++
name = "Refund is on its way"
shortcut = "rf"
mode = "admin" # to the customer
tag = ["refund", "billing"]
assign = "Billing"
snooze = "in 3 days"
+++

Hi {{contact.first_name|fallback:"there"}},

your refund for **{{conversation.title}}** is on its way. {{cursor}}

Best, {{ admin.first_name }}
`

func TestParseMacro(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{"as it is": refund, "from Windows": "\ufeff" + strings.ReplaceAll(refund, "\n", "\r\n")} {
		m, err := ParseMacro("macros/refund.md", []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		want := Macro{
			Name: "Refund is on its way", Shortcut: "rf", Mode: "admin", Tag: []string{"refund", "billing"}, Assign: "Billing", Snooze: "in 3 days",
			File: "macros/refund.md",
			Text: "Hi {{contact.first_name|fallback:\"there\"}},\n\nyour refund for **{{conversation.title}}** is on its way. {{cursor}}\n\nBest, {{ admin.first_name }}",
		}
		if !reflect.DeepEqual(m, want) {
			t.Errorf("%s: got %+v", name, m)
		}
	}
	m, err := ParseMacro("macros/just text.md", []byte("Thank you!\n+++\n"))
	if err != nil || m.Name != "just text" || m.Text != "Thank you!\n+++" {
		t.Errorf("without front matter: %+v, %v", m, err)
	}
	if m, err = ParseMacro("x.md", []byte("+++\n+++\n")); err != nil || m.Text != "" || m.Name != "x" {
		t.Errorf("empty: %+v, %v", m, err)
	}
}

func TestParseMacroSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want string }{
		{"unknown key", "+++\nname = \"a\"\ntags = [\"x\"]\n+++\n", `m.md:3: there is no "tags"`},
		{"unknown table", "+++\n[actions]\nclose = true\n+++\n", `m.md:2: there is no "actions"`},
		{"no TOML", "+++\nname: a\n+++\n", "m.md:2: "},
		{"another type", "+++\nname = \"a\"\n\nclose = \"yes\"\n+++\n", "m.md:4: "},
		{"YAML", "---\nname: a\n---\n", "m.md:1: what stands before the text is TOML"},
		{"no end", "+++\nname = \"a\"\n", "m.md:1: the second line of +++ is missing"},
		{"mode", "+++\nmode = \"public\"\n+++\n", `m.md:2: "public" is not a mode`},
		{"shortcut", "+++\nname = \"a\"\nshortcut = \"a b\"\n+++\n", `m.md:3: "a b" is not a shortcut`},
		{"closed and snoozed", "+++\nclose = true\nsnooze = \"3h\"\n+++\n", "m.md:3: a conversation is closed or snoozed"},
		{"a tag without name", "+++\ntag = [\"\"]\n+++\n", "m.md:2: a tag has no name"},
		{"placeholder", "+++\n+++\n\nHi\n{{contact.frist_name}}", "m.md:5: there is no placeholder {{contact.frist_name}}"},
		{"placeholder not closed", "Hi {{contact.name}", `m.md:1: "{{" begins no placeholder`},
		{"placeholder with a mistake", "a\n{{contact.name|default:\"x\"}}", `m.md:2: "{{" begins no placeholder`},
		{"not text", "a\n\xff\xfe", "m.md:2: it is not UTF-8 text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, err := ParseMacro("m.md", []byte(tt.data))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %+v, %v", m, err)
			}
			if _, ok := errors.AsType[*MacroError](err); !ok {
				t.Errorf("%T holds no MacroError", err)
			}
		})
	}
	_, err := ParseMacro("m.md", []byte("+++\nmode = \"x\"\nshortcut = \" \"\n+++\n{{a}} {{b}}"))
	if got := strings.Count(fmt.Sprint(err), "\n"); got != 3 {
		t.Errorf("not everything is said at once: %v", err)
	}
}

func TestLoadMacros(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, data := range map[string]string{
		"refund.md": refund, "Bye.MD": "Bye!", "alpha.md": "+++\nname = \"Zulu\"\nshortcut = \"RF\"\n+++\n", "bad.md": "+++\nx = 1\n+++\n",
		"notes.txt": "{{", ".hidden.md": "{{", "big.md": strings.Repeat("x", maxMacro+1),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.md"), 0o700); err != nil {
		t.Fatal(err)
	}
	got, err := LoadMacros(dir)
	var names []string
	for _, m := range got {
		names = append(names, m.Name)
	}
	if want := []string{"Bye", "Zulu"}; !slices.Equal(names, want) {
		t.Errorf("got %q", names)
	}
	for _, want := range []string{"bad.md:2: ", "big.md: it has more than 256 kB", "refund.md: the shortcut \"rf\" is taken by " + filepath.Join(dir, "alpha.md")} {
		if !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
	if none, err := LoadMacros(filepath.Join(dir, "nowhere")); none != nil || err != nil {
		t.Errorf("a folder that is not there: %v, %v", none, err)
	}
	if _, err := LoadMacros(filepath.Join(dir, "refund.md")); err == nil {
		t.Error("a file was read as a folder")
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	values := map[string]string{
		"contact.first_name": "Ada", "contact.name": "Ada Obi", "contact.email": "ada_obi@example.com", "conversation.id": "4411",
		"conversation.title": "[EXTERNAL] {{admin.name}} *now*\n& more", "admin.name": "Ana Sousa", "admin.first_name": "Ana",
	}
	tests := []struct {
		name, in, want string
		cursor         int // -1 is the end
		unresolved     []string
	}{
		{"none", "Thank you!", "Thank you!", -1, nil},
		{"all of one kind", "{{contact.first_name}} {{ contact.name }} {{contact.email}}", "Ada Ada Obi ada_obi@example.com", -1, nil},
		{"cursor", "Hé {{contact.first_name}}, {{cursor}}\n\nAna", "Hé Ada, \n\nAna", 8, nil},
		{"two cursors", "a{{cursor}}b{{cursor}}c", "abc", 1, nil},
		{"values are data", "{{conversation.title}}", `\[EXTERNAL\] {{admin.name}} \*now\* & more`, -1, nil},
		{"fallback not needed", `{{contact.first_name|fallback:"there"}}`, "Ada", -1, nil},
		{"fallback", `Hi {{company.name | fallback: "the \"team\""}}`, `Hi the "team"`, -1, nil},
		{"empty fallback", `Hi{{company.name|fallback:""}}!`, "Hi!", -1, nil},
		{"unresolved", "{{ order.id }} {{order.id}} {{plan}}", "{{order.id}} {{order.id}} {{plan}}", -1, []string{"order.id", "plan"}},
		{"Intercom's names", `Hi {{first_name|fallback:"there"}}, {{teammate.name}} here`, "Hi Ada, Ana Sousa here", -1, nil},
		{"no placeholder", "{{ }} {{a b}} {{", "{{ }} {{a b}} {{", -1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text, cursor, unresolved := IntercomMacro("x", tt.in).Expand(values)
			if tt.cursor < 0 {
				tt.cursor = utf8.RuneCountInString(tt.want)
			}
			if text != tt.want || cursor != tt.cursor || !slices.Equal(unresolved, tt.unresolved) {
				t.Errorf("got %q, %d, %q", text, cursor, unresolved)
			}
		})
	}
	text, _, unresolved := IntercomMacro("x", "Hi {{contact.name}}").Expand(nil)
	if text != "Hi {{contact.name}}" || !slices.Equal(unresolved, []string{"contact.name"}) {
		t.Errorf("without values: %q, %q", text, unresolved)
	}
}

func TestLiteralValues(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Ada Obi": "Ada Obi", "O’Brien-Smith": "O’Brien-Smith", "a_b@example.com": "a_b@example.com", "_Ada_": `\_Ada\_`,
		"<b>": `\<b\>`, "![x](http://e)": `!\[x\](http://e)`, "# 1": `\# 1`, "- x": `\- x`, "AT&T": "AT&T", "&lt;": `\&lt;`, "a`b\\": "a\\`b\\\\", "李伟": "李伟",
	} {
		if got := literal(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzMacro(f *testing.F) {
	f.Add([]byte(refund), "Ada")
	f.Add([]byte("+++\n[a]\n+++\n{{cursor}}{{contact.name|fallback:\"\\\"\"}}"), "{{cursor}}\n")
	f.Add([]byte("---\n\xff"), "")
	f.Add([]byte("+++\nname = \"\"\"\n+++\n\"\"\""), "*_`")
	f.Fuzz(func(t *testing.T, data []byte, value string) {
		m, err := ParseMacro("f.md", data)
		if err != nil {
			if _, ok := errors.AsType[*MacroError](err); !ok {
				t.Errorf("%T: %v", err, err)
			}
			m = IntercomMacro("f", strings.ToValidUTF8(string(data), ""))
		}
		values := map[string]string{}
		for _, p := range Placeholders() {
			values[p] = strings.ToValidUTF8(value, "")
		}
		text, cursor, unresolved := m.Expand(values)
		if cursor < 0 || cursor > utf8.RuneCountInString(text) || !utf8.ValidString(text) {
			t.Errorf("cursor %d in %q", cursor, text)
		}
		if err == nil && strings.TrimSpace(value) != "" && len(unresolved) > 0 {
			t.Errorf("%q is unresolved in a macro that was taken", unresolved)
		}
		if !strings.Contains(m.Text, "{{") && text != m.Text {
			t.Errorf("%q became %q", m.Text, text)
		}
	})
}

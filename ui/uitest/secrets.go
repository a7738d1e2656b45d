package uitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Secrets is what is personal in a workspace, and what each is: "name", "phone".
type Secrets map[string]string

// WorkspaceSecrets asks the API at url who is in the workspace: names of people,
// their words of four letters and more, addresses, numbers, companies and their
// hosts. Nothing of the program under test has a part in it.
func WorkspaceSecrets(t TB, url, token string) Secrets {
	t.Helper()
	s, ask := Secrets{}, asker{t, url, token}
	for _, c := range ask.list("/contacts?per_page=150", "data") {
		s.name(text(c, "name"))
		s.add("address", text(c, "email"))
		s.add("phone", text(c, "phone"))
		if id := text(c, "external_id"); strings.ContainsAny(id, "0123456789") {
			s.add("external id", id)
		}
		for _, company := range ask.list("/contacts/"+text(c, "id")+"/companies", "data") {
			s.add("company", text(company, "name"))
			s.add("host", strings.TrimPrefix(text(company, "website"), "https://"))
		}
	}
	for _, a := range ask.list("/admins", "admins") {
		if !strings.HasPrefix(text(a, "email"), "operator") {
			s.name(text(a, "name"))
			s.add("address", text(a, "email"))
		}
	}
	return s
}

func (s Secrets) add(what, secret string) {
	if secret = strings.TrimSpace(secret); secret != "" && s[secret] == "" {
		s[secret] = what
	}
}

func (s Secrets) name(full string) {
	if strings.HasPrefix(full, "Visitor") {
		return
	}
	s.add("name", full)
	for w := range strings.FieldsFuncSeq(full, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) }) {
		if utf8.RuneCountInString(w) >= 4 {
			s.add("word of a name", w)
		}
	}
}

// dates are no names, though a month may be one.
var dates = regexp.MustCompile(`\b\d{1,2} (April|May|June|August)\b`)

// Search returns which of the secrets are in a text as words of their own, each
// with what it is.
func (s Secrets) Search(text string) []string {
	text = dates.ReplaceAllString(text, "")
	var out []string
	for secret, what := range s {
		for rest := text; ; {
			before, after, ok := strings.Cut(rest, secret)
			if !ok {
				break
			}
			last, _ := utf8.DecodeLastRuneInString(before)
			next, _ := utf8.DecodeRuneInString(after)
			if !unicode.IsLetter(last) && !unicode.IsLetter(next) {
				out = append(out, what+" "+secret)
				break
			}
			rest = after
		}
	}
	slices.Sort(out)
	return out
}

// asker reads lists of an API like Intercom's.
type asker struct {
	t          TB
	url, token string
}

// list reads all pages of a list, whose elements stand under a key.
func (a asker) list(path, key string) []map[string]any {
	a.t.Helper()
	var out []map[string]any
	base := path
	for path != "" {
		page := a.get(path)
		list, _ := page[key].([]any)
		for _, x := range list {
			if m, ok := x.(map[string]any); ok {
				out = append(out, m)
			}
		}
		path = ""
		if pages, ok := page["pages"].(map[string]any); ok {
			if next, ok := pages["next"].(map[string]any); ok {
				path = fmt.Sprintf("%s&starting_after=%v", base, next["starting_after"])
			}
		}
	}
	return out
}

func (a asker) get(path string) map[string]any {
	a.t.Helper()
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, a.url+path, nil)
	if err != nil {
		a.t.Fatalf("ask for %s: %v", path, err)
	}
	req.Header.Set("Authorization", "Bearer "+a.token)
	req.Header.Set("Accept", "application/json")
	client := http.Client{Timeout: patience}
	resp, err := client.Do(req)
	if err != nil {
		a.t.Fatalf("ask for %s: %v", path, err)
	}
	defer func() { _ = resp.Body.Close() }() // it was read to its end, or is of no use
	var page map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || resp.StatusCode != http.StatusOK {
		a.t.Fatalf("ask for %s: %s, %v", path, resp.Status, err)
	}
	return page
}

func text(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

package mask

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Person is somebody, or a company, whom the mask has to know. What is empty is
// not known.
type Person struct {
	Name     string
	Email    string
	Phone    string
	ID       string // what the customer's own system calls them
	Company  bool   // Name is a company's
	Teammate bool   // the domain of the address is the workspace's own
}

// known is what has been learned.
type known struct {
	names    map[string]bool     // of Person.Name, so that nobody is learned twice
	words    map[string]role     // folded words
	sorted   []string            // keys of words, in order, for names that were cut off; nil: to be made
	phrases  map[string][]phrase // by their first word
	runs     map[string][]string // names without spaces between words, by their first two letters
	domains  map[string]bool     // hosts of customers
	own      map[string]bool     // hosts of the workspace
	phones   map[string]bool     // digits
	literals map[string]bool     // ids
}

// role is what a word is part of.
type role byte

const (
	ofPerson  role = 1 << iota // matches however it is written
	ofCompany                  // matches capitalised, or as part of an address
	everyday                   // a word that also means something else: only in a phrase, or capitalised where text is free
)

// phrase is a name of several words, folded.
type phrase struct{ words []string }

func newKnown() known {
	return known{
		names: map[string]bool{}, words: map[string]role{}, phrases: map[string][]phrase{}, runs: map[string][]string{},
		domains: map[string]bool{}, own: map[string]bool{}, phones: map[string]bool{}, literals: map[string]bool{},
	}
}

// Learn makes people known. It returns whether any of them was new.
func (m *Mask) Learn(people ...Person) bool {
	if m == nil {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	fresh := false
	for i := range people {
		fresh = m.known.learn(&people[i]) || fresh
	}
	if fresh {
		m.generation++
		m.known.sorted = nil
		clear(m.lines)
		clear(m.memo) // a pseudonym may have become somebody's name
		clear(m.made)
	}
	return fresh
}

func (k *known) learn(p *Person) bool {
	id := p.Name + "\x00" + p.Email + "\x00" + p.Phone + "\x00" + p.ID
	if k.names[id] {
		return false
	}
	k.names[id] = true
	if !p.Teammate {
		k.learnAddress(p.Email)
	} else if _, host, ok := strings.Cut(p.Email, "@"); ok {
		k.own[strings.ToLower(host)] = true
		delete(k.words, folded(brand(host)))
	}
	if d := digits(p.Phone); len(d) >= 7 {
		k.phones[d] = true
	}
	if len(p.ID) >= 4 && strings.ContainsFunc(p.ID, unicode.IsDigit) && !strings.Contains(p.ID, "@") {
		k.literals[p.ID] = true
	}
	switch {
	case strings.Contains(p.Name, "@") || strings.HasPrefix(p.Name, "Visitor "):
	case p.Company:
		k.learnCompany(p.Name)
	default:
		k.learnName(p.Name)
	}
	return true
}

// learnName takes the words of a person's name, and the name as a whole.
func (k *known) learnName(name string) {
	var all []string
	for w := range words(name) {
		f := folded(w)
		all = append(all, f)
		if particles[f] || utf8.RuneCountInString(f) < 2 && !unspaced(w) {
			continue
		}
		if unspaced(w) {
			k.learnRun(w)
			continue
		}
		s := ofPerson
		if common[f] {
			s |= everyday
		}
		k.words[f] |= s
	}
	k.learnPhrase(all)
	if len(all) > 1 && len(all) < 4 { // as it stands in addresses and names of files
		if joined := strings.Join(all, ""); len(joined) >= 6 {
			k.words[joined] |= ofPerson
		}
	}
}

// learnCompany takes a company's name as a whole, and the first of its words
// that could not be anything else.
func (k *known) learnCompany(name string) {
	var all []string
	distinct := ""
	for w := range words(name) {
		f := folded(w)
		if forms[f] {
			continue
		}
		all = append(all, f)
		if unspaced(w) {
			k.learnRun(w)
		} else if distinct == "" && utf8.RuneCountInString(f) >= 3 && !common[f] && !particles[f] {
			distinct = f
		}
	}
	if distinct != "" {
		k.words[distinct] |= ofCompany
	}
	k.learnPhrase(all)
	if joined := strings.Join(all, ""); len(joined) >= 6 {
		k.words[joined] |= ofCompany
	}
}

func (k *known) learnPhrase(all []string) {
	if len(all) < 2 {
		return
	}
	have := k.phrases[all[0]]
	if !slices.ContainsFunc(have, func(p phrase) bool { return slices.Equal(p.words, all) }) {
		k.phrases[all[0]] = append(have, phrase{all})
	}
}

// learnRun takes a name in a script that puts no spaces between words: the
// whole, and what is left without a family name of one letter.
func (k *known) learnRun(name string) {
	r := []rune(name)
	for _, part := range [][]rune{r, r[min(1, len(r)):]} {
		if len(part) < 2 {
			continue
		}
		start := string(part[:2])
		if s := string(part); !slices.Contains(k.runs[start], s) {
			k.runs[start] = append(k.runs[start], s)
			slices.SortFunc(k.runs[start], func(a, b string) int { return len(b) - len(a) }) // the longest fits first
		}
	}
}

// learnAddress takes the host of a customer's address, and what it is called
// after: the name of a company.
func (k *known) learnAddress(email string) {
	_, host, ok := strings.Cut(strings.ToLower(email), "@")
	if !ok || host == "" || k.own[host] {
		return
	}
	name := brand(host)
	if len(name) < 4 || providers[name] {
		return
	}
	k.domains[host] = true
	if !common[name] && !particles[name] {
		k.words[folded(strings.ReplaceAll(name, "-", ""))] |= ofCompany
	}
	first, _, cut := strings.Cut(name, "-")
	if cut && len(first) >= 4 && !common[first] {
		k.words[folded(first)] |= ofCompany
	}
}

// brand is the label of a host that its owner chose: "acme" of
// "mail.acme.co.uk".
func brand(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	i := len(labels) - 2
	if i > 0 && len(labels[i+1]) == 2 && secondLevel[labels[i]] {
		i--
	}
	if i < 0 {
		return ""
	}
	return labels[i]
}

// digits returns the digits of s alone.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

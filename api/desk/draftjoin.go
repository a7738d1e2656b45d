package desk

import (
	"strings"
	"sync"

	"parley/api"
)

// draftsKnown is what this desk's composer knows of the drafts on the disk.
// One that differs was written by another program, or came back from the
// outbox, and must not be overwritten by who has not seen it.
type draftsKnown struct {
	mu   sync.Mutex
	held map[draftKey]knownDraft
}

type draftKey struct {
	id   api.ID
	mode Mode
}

// knownDraft is a text that was read or saved here, and one that was found
// beside it and that the composer does not show yet.
type knownDraft struct{ text, beside string }

// whole is what is on the disk if nobody else wrote.
func (k knownDraft) whole() string { return joinTexts(k.beside, k.text) }

// seen notes what a composer was given, or what it gave up.
func (k *draftsKnown) seen(drafts ...Draft) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held == nil {
		k.held = map[draftKey]knownDraft{}
	}
	for _, d := range drafts {
		k.held[draftKey{d.ConversationID, d.Mode}] = knownDraft{text: d.Text}
	}
}

// beside returns the text on the disk that a composer's text does not hold
// and would overwrite, "" when there is none, and whether that is new.
func (k *draftsKnown) beside(d Draft, stored string) (text string, fresh bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key := draftKey{d.ConversationID, d.Mode}
	known := k.held[key]
	if stored == "" {
		known.beside = "" // it was sent or discarded
	}
	if strings.TrimSpace(stored) != "" && stored != known.text && stored != known.whole() {
		known.beside, fresh = added(stored, known.text), true
	}
	if strings.Contains(d.Text, known.beside) {
		known.beside, fresh = "", false
	}
	known.text = d.Text
	if k.held == nil {
		k.held = map[draftKey]knownDraft{}
	}
	k.held[key] = known
	return known.beside, fresh
}

// added returns what was put before or after a text, else the whole.
func added(whole, text string) string {
	if before, ok := strings.CutSuffix(whole, "\n\n"+text); ok && text != "" {
		return before
	}
	if after, ok := strings.CutPrefix(whole, text+"\n\n"); ok && text != "" {
		return after
	}
	return whole
}

// joinTexts puts one text after another.
func joinTexts(first, second string) string {
	switch {
	case strings.TrimSpace(first) == "":
		return second
	case strings.TrimSpace(second) == "" || first == second:
		return first
	default:
		return first + "\n\n" + second
	}
}

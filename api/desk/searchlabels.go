package desk

import (
	"context"
	"slices"

	"parley/api"
	"parley/api/store"
)

// The kinds of hits that are no message: the conversation is called so.
const (
	KindContact = "contact" // its customer's name, address or company
	KindSubject = "subject"
)

const (
	// maxMixed is how many words are looked for partly in labels and partly in
	// messages; each combination is a search of its own.
	maxMixed = 5
	// rareLabel is in how many labels a word may be to say whose messages are
	// meant.
	rareLabel = 200
	// maxMixedIn is in how many conversations the other words are looked for,
	// and in how many messages: they are read, since the index answers slowly
	// whether a common word is in a given message.
	maxMixedIn = 25
	maxMixedOf = 400
)

// findWords looks for words in messages and in what conversations are called
// by. A name, an address or a company comes before all else; then come words
// that are partly a name and partly in a message; subjects and messages are
// the best first, or where they are common the newest.
func (d *Desk) findWords(ctx context.Context, words []string, conds []store.Cond) (store.Matches, error) {
	found, err := d.store.Search(ctx, words, nil, conds, maxMatches)
	if err != nil {
		return store.Matches{}, err
	}
	labelled, all, err := d.store.SearchLabels(ctx, words, conds, maxHits)
	if err != nil {
		return store.Matches{}, err
	}
	mixed, err := d.mixed(ctx, words, conds)
	if err != nil {
		return store.Matches{}, err
	}
	var names, others []store.Match
	for _, l := range labelled {
		m := labelMatch(l, words)
		if m.Kind == KindContact && all {
			names = append(names, m)
		} else {
			others = append(others, m)
		}
	}
	others = append(others, found.Matches...)
	if !found.Ranked {
		slices.SortStableFunc(others, func(a, b store.Match) int { return b.At.Compare(a.At) })
	}
	found.Matches = slices.Concat(names, mixed, others)
	found.Truncated = found.Truncated || !all
	return found, nil
}

// labelMatch says what in a label fits: the customer, else the subject.
func labelMatch(l store.Labelled, words []string) store.Match {
	m := store.Match{ConversationID: l.ConversationID, Kind: KindSubject, At: l.UpdatedAt, Text: l.Subject}
	if _, marks := excerpt(l.Who, words); len(marks) > 0 {
		m.Kind, m.Text = KindContact, l.Who
	}
	return m
}

// mixed finds messages that hold some of the words, in conversations whose
// label holds the others.
func (d *Desk) mixed(ctx context.Context, words []string, conds []store.Cond) ([]store.Match, error) {
	if len(words) < 2 || len(words) > maxMixed {
		return nil, nil
	}
	inLabel := map[api.ID]uint{} // which of the words, as bits
	var order []api.ID
	for i, w := range words {
		labelled, rare, err := d.store.RareLabels(ctx, []string{w}, conds, rareLabel)
		if err != nil {
			return nil, err
		}
		if !rare {
			continue
		}
		for _, l := range labelled {
			if inLabel[l.ConversationID] == 0 {
				order = append(order, l.ConversationID)
			}
			inLabel[l.ConversationID] |= 1 << i
		}
	}
	in := map[uint][]api.ID{}
	for _, id := range order {
		if bits := inLabel[id]; bits != 1<<len(words)-1 && len(in[bits]) < maxMixedIn {
			in[bits] = append(in[bits], id)
		}
	}
	var out []store.Match
	for bits, ids := range in {
		var rest []string
		for i, w := range words {
			if bits&(1<<i) == 0 {
				rest = append(rest, w)
			}
		}
		messages, err := d.store.Messages(ctx, ids, maxMixedOf)
		if err != nil {
			return nil, err
		}
		wanted := parsePhrases(rest)
		for _, m := range messages {
			if holdsAll(m.Text, wanted) {
				out = append(out, m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b store.Match) int { return b.At.Compare(a.At) })
	return out, nil
}

// without removes hits whose conversation holds one of the phrases. For a
// common word that is quicker than to ask the index for all that it is in.
func (d *Desk) without(ctx context.Context, hits []Hit, phrases []string) ([]Hit, error) {
	if len(phrases) == 0 {
		return hits, nil
	}
	unwanted := make([][]phrase, len(phrases))
	for i, p := range phrases {
		unwanted[i] = parsePhrases([]string{p})
	}
	has := map[api.ID]bool{}
	look := func(id api.ID, text string) {
		has[id] = has[id] || slices.ContainsFunc(unwanted, func(p []phrase) bool { return holdsAll(text, p) })
	}
	for some := range slices.Chunk(hits, maxMixedIn) {
		ids := make([]api.ID, len(some))
		for i, h := range some {
			ids[i] = h.Row.Conversation.ID
		}
		labels, err := d.store.Labels(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, l := range labels {
			look(l.ConversationID, l.Who+"\n"+l.Subject)
		}
		messages, err := d.store.Messages(ctx, ids, 0)
		if err != nil {
			return nil, err
		}
		for _, m := range messages {
			look(m.ConversationID, m.Text)
		}
	}
	return slices.DeleteFunc(hits, func(h Hit) bool { return has[h.Row.Conversation.ID] }), nil
}

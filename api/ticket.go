package api

import "encoding/json"

// Ticket is what is known of a ticket, from a conversation or from its
// conversion. TicketID is the number people see, ID the API's own.
type Ticket struct {
	ID       ID
	TicketID ID
	Title    string
	State    string
}

// UnmarshalJSON accepts both shapes of ticket, with the state as a word or as
// an object, and never fails.
func (t *Ticket) UnmarshalJSON(b []byte) error {
	var w struct {
		ID         ID              `json:"id"`
		TicketID   ID              `json:"ticket_id"`
		Title      string          `json:"title"`
		State      string          `json:"state"`
		State2     json.RawMessage `json:"ticket_state"`
		Attributes struct {
			Title string `json:"_default_title_"`
		} `json:"ticket_attributes"`
	}
	_ = decodeTolerant(b, &w) // what does not fit stays unknown
	*t = Ticket{ID: w.ID, TicketID: w.TicketID, Title: w.Title, State: w.State}
	if t.Title == "" {
		t.Title = w.Attributes.Title
	}
	if t.State == "" {
		t.State = ticketState(w.State2)
	}
	return nil
}

// ticketState reads the state of a ticket: a word up to 2.11, an object with
// labels from 2.12.
func ticketState(b []byte) string {
	if s := scalar(b); s != "" {
		return s
	}
	var w struct {
		Label    string `json:"internal_label"`
		Category string `json:"category"`
	}
	_ = decodeTolerant(b, &w) // what does not fit stays unknown
	if w.Label != "" {
		return w.Label
	}
	return w.Category
}

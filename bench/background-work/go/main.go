// The same as ../server.mjs: every request replaces some of the objects that are kept, RETAIN of them.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
)

type parent struct{ id int }

type item struct {
	id     int
	name   string
	tags   []int
	parent *parent
}

func made(id int) *item {
	return &item{id, fmt.Sprint("name ", id), []int{id, id + 1, id + 2}, &parent{id}}
}

func number(name string, usual int) int {
	if value, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return value
	}
	return usual
}

func main() {
	kept := make([]atomic.Pointer[item], number("RETAIN", 2000))
	for id := range kept {
		kept[id].Store(made(id))
	}
	replaced := uint64(number("REPLACED", 100))
	var next atomic.Uint64
	http.HandleFunc("/", func(response http.ResponseWriter, _ *http.Request) {
		first := next.Add(replaced) - replaced
		for count := uint64(0); count < replaced; count++ {
			id := int((first + count) * 7919 % uint64(len(kept)))
			kept[id].Store(made(id))
		}
		response.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(response, "done")
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}

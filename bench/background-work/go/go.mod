module background-work

go 1.20

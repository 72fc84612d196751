module perfcmp/shared

go 1.22

// until the tests arrive

#include "shrike/app/commands.hpp"

int main(int argc, char** argv) { return shrike::app::run_command_line(argc, argv); }

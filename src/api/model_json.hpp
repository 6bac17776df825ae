#pragma once
// The JSON of models and trainings: /models, /retrain and the live channel.
#include "shrike/api/model_control.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::api {

void write_report(JsonWriter& out, const RetrainReport& report);
void write_training(JsonWriter& out, const TrainingView& training);
void write_model(JsonWriter& out, const ModelView& model);

}  // namespace shrike::api
